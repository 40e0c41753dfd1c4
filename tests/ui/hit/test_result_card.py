from fixtures.hand_made import TEXT, answer, expansion, literal, rankings, result
from fixtures.shown import shown

from search_app.records import FeedbackSource, LaneStanding, Ranking, TokenContribution
from ui.hit.result_card import lane_badges, result_card
from ui.hit.score_breakdown import score_breakdown
from ui.hit.token_chart import SHOWN, expansion_terms, token_chart
from ui.markup import figures
from ui.search.timings import timings


def test_a_card_says_what_was_found_and_where_it_stands() -> None:
    card = shown(result_card(result(tokens=(literal("task", 2.0, (11, 15)),)), 4, rankings(), expert=True))
    assert card.one("span", "rank").text == "Result 4"
    assert card.one("h3").text == "asyncio.Task.cancel"
    assert card.one("div", "passage").text == TEXT
    assert card.one("span", "score").text.endswith("0.910")
    assert [mark.text for mark in card.one("div", "passage").all("mark")] == ["task"]


def test_a_document_without_title_is_called_by_its_id() -> None:
    assert shown(result_card(result(title=""), 1, rankings())).one("h3").text == "document-1"


def test_a_card_is_named_by_its_title() -> None:
    card = shown(result_card(result(), 7, rankings())).one("article")
    assert card.attributes["aria-labelledby"] == card.one("h3").attributes["id"] == "title-7"


def test_a_long_passage_can_be_opened() -> None:
    long = "Some words of a long passage. " * 60
    card = shown(result_card(result(long), 1, rankings(), expert=True))
    assert len(card.one("div", "excerpt").text) < 500
    assert card.one("div", "full").text == long
    assert card.one("details", "whole").one("summary").text == "Show whole passage"


def test_explanations_are_closed_at_first() -> None:
    assert "open" not in shown(result_card(result(), 1, rankings())).one("details", "why").attributes


def test_the_simple_card_says_why_in_plain_words_and_shows_no_figure() -> None:
    tokens = (literal("task", 2.0, (11, 15)), expansion("abort", 1.0, "cancel"))
    card = shown(result_card(result(tokens=tokens), 1, rankings(), {"doc": "a&b", "passage": "1"}))
    assert card.one("span", "plain").text == "contains task; close in meaning"
    assert not card.all("span", "score")
    assert not card.all("ul", "badges")
    assert not card.all("div", "origin")
    assert card.one("a", "title-link").attributes["href"] == "document?doc=a%26b&passage=1"
    assert [term.text for term in card.one("details", "why").one("ul", "terms").all("li")] == [
        "abort from cancel"
    ]


def test_only_the_words_of_the_question_are_marked_in_the_list() -> None:
    tokens = (
        literal("task", 2.0, (11, 15), lane="feedback"),
        expansion("abort", 1.0, "cancel"),
    )
    card = shown(result_card(result(tokens=tokens), 1, rankings()))
    assert not card.one("div", "passage").all("mark")
    assert card.one("span", "plain").text == "contains related words; close in meaning"


def test_badges_show_each_lane_once() -> None:
    badges = shown(lane_badges(result(), rankings())).all("li")
    assert [badge.text for badge in badges] == ["Dense #3", "not in Sparse", "BM25 #1"]
    assert "absent" in badges[1].classes


def test_a_lane_that_failed_has_no_badge() -> None:
    badges = shown(lane_badges(result(), rankings(sparse="no model"))).all("li")
    assert [badge.text for badge in badges] == ["Dense #3", "BM25 #1"]


def test_the_breakdown_goes_from_the_lanes_to_the_final_score() -> None:
    rows = [
        [cell.text for cell in row.children] for row in shown(score_breakdown(result(), rankings())).all("tr")
    ]
    assert rows == [
        ["Step", "Rank", "Score"],
        ["Dense", "#3", "0.610"],
        ["Sparse", "–", "not found"],
        ["BM25", "#1", "9.12"],
        ["Fused", "", "0.0489"],
        ["Rerank", "", "6.30"],
        ["Final", "", "0.910"],
    ]


def test_a_hit_that_was_not_reranked_says_so() -> None:
    rows = shown(score_breakdown(result(rerank_score=None), rankings())).all("tr")
    assert rows[-2].text == "Reranknot reranked"


def test_every_step_is_explained() -> None:
    tips = shown(score_breakdown(result(), rankings())).all("span", "tip")
    assert [tip.text for tip in tips] == ["Dense", "Sparse", "BM25", "Fused", "Rerank", "Final"]
    assert all(tip.attributes["tabindex"] == "0" and tip.attributes["data-tip"] for tip in tips)


def test_bars_are_grouped_by_lane_and_coloured_by_kind() -> None:
    tokens = (
        literal("cancel", 3.0, (0, 6), lane="bm25"),
        literal("cancel", 2.0, (0, 6)),
        expansion("abort", 1.0, "cancel"),
    )
    chart = token_chart(result(tokens=tokens))
    assert chart is not None
    sparse, bm25 = shown(chart).all("table")
    assert (sparse.one("caption").text, bm25.one("caption").text) == (
        "Sparse adds up to 3.00",
        "BM25 adds up to 3.00",
    )
    assert [bar.classes[1] for bar in sparse.all("span", "bar")] == ["literal", "expansion"]
    assert {bar.classes[2] for bar in sparse.all("span", "bar")} == {"lane-sparse"}
    assert {bar.classes[2] for bar in bm25.all("span", "bar")} == {"lane-bm25"}
    assert [bar.attributes["style"] for bar in sparse.all("span", "bar")] == [
        "--share:1.0000",
        "--share:0.5000",
    ]
    assert [entry.text for entry in shown(chart).one("ul", "legend").all("li")] == [
        "stands in the text",
        "added by the model",
    ]


def test_what_no_word_gave_has_a_line_and_no_bar() -> None:
    tokens = (
        TokenContribution("(the text as a whole)", "dense", 0.7, "rest"),
        TokenContribution("cat", "dense", 0.1, "share", ((0, 3),)),
    )
    chart = token_chart(result(tokens=tokens))
    assert chart is not None
    word, whole = shown(chart).all("tr")
    assert word.one("span", "bar").attributes["style"] == "--share:1.0000"
    assert not whole.all("span", "bar")
    assert [cell.text for cell in whole.children] == ["the text as a whole", "0.700"]
    assert "all texts have in common" in whole.one("span", "tip").attributes["data-tip"]
    assert shown(chart).one("caption").text == "Dense adds up to 0.800"
    assert [entry.text for entry in shown(chart).one("ul", "legend").all("li")] == ["share of the meaning"]


def test_many_tokens_are_summed_up_so_that_the_bars_still_add_up() -> None:
    tokens = tuple(literal(f"t{number}", 1.0) for number in range(SHOWN + 3))
    chart = token_chart(result(tokens=tokens))
    assert chart is not None
    rows = shown(chart).all("tr")
    assert len(rows) == SHOWN + 1
    assert rows[-1].text == "3 more3.00"


def test_nothing_explained_draws_no_chart() -> None:
    assert token_chart(result()) is None
    assert expansion_terms(result(tokens=(literal("task", 1.0),))) is None


def test_expansions_are_listed_apart_with_their_causes() -> None:
    terms = expansion_terms(
        result(tokens=(expansion("abort", 1.0, "cancel", "cancelled"), expansion("job", 0.5)))
    )
    assert terms is not None
    assert [entry.text for entry in shown(terms).all("li")] == ["abort from cancel, cancelled", "job"]


def test_a_word_that_stands_in_another_form_did_not_match_without_standing_there() -> None:
    found = result(
        "Turtles eat berries near boxes.",
        tokens=tuple(expansion(word, 1.0, "animal") for word in ("turtle", "berry", "box", "fruit")),
    )
    terms = expansion_terms(found)
    assert terms is not None
    assert [entry.text for entry in shown(terms).all("li")] == ["fruit from animal"]


def test_code_keeps_its_lines() -> None:
    code = "def f():\n    x = 1\n    return x\n"
    assert "code" in shown(result_card(result(code), 1, rankings())).one("div", "passage").classes
    prose = "A line\nand another line\n    quoted once"
    assert "code" not in shown(result_card(result(prose), 1, rankings())).one("div", "passage").classes


def test_timings_name_every_stage_and_lane() -> None:
    piece = shown(timings(answer(result(), result()), 1, 2))
    assert piece.one("summary").text.startswith("2 results in 83 ms")
    names = [row.all("th")[0].text for row in piece.all("tr")]
    assert names == ["Getting ready", "Lanes", "Dense", "Sparse", "BM25", "Fused", "Rerank"]


def test_timings_list_what_feedback_searched_by() -> None:
    weights = {"asyncio.Task.cancel": 0.75, "": 0.24, "faint": 0.006, "fainter": 0.004}
    sources = tuple(FeedbackSource(result(title=name).passage, weight) for name, weight in weights.items())
    ranked = (*rankings(), Ranking("feedback", (), 3.0))
    times = {"lanes": 12.0, "feedback": 4.0, "total": 16.0}
    found = answer(result(), feedback=sources, rankings=ranked, timings_ms=times)
    first, second = shown(timings(found, 1, 1)).all("table")
    assert [row.all("th")[0].text for row in first.all("tr")] == [
        "Lanes",
        "Dense",
        "Sparse",
        "BM25",
        "Feedback",
    ]
    assert [[cell.text for cell in row.children] for row in second.all("tr")] == [
        ["asyncio.Task.cancel", "", "75%"],
        ["document-1", "", "24%"],
        ["2 more, less than 1% each"],
    ]


def test_timings_say_what_the_reranker_counts() -> None:
    assert not shown(timings(answer(result()), 1, 1)).all("p")
    said = shown(timings(answer(result(), rerank_share=0.62), 1, 1)).one("p").text
    assert said == "Of the final scores the lanes give 38%, Rerank 62%."


def test_a_page_of_results_says_which() -> None:
    assert shown(timings(answer(*[result()] * 9), 4, 6)).one("strong").text == "4–6 of 9 results"


def test_figures_are_short() -> None:
    assert [figures.score(value) for value in (0.0489, 0.61, 6.3, 12.345, 1234.5, -0.5, 0.0)] == [
        "0.0489",
        "0.610",
        "6.30",
        "12.3",
        "1,234",
        "-0.500",
        "0.000",
    ]
    assert [figures.duration(value) for value in (0.21, 83.4, 1234.0)] == ["0.2 ms", "83 ms", "1.2 s"]
    assert figures.count(1, "result") == "1 result"
    assert figures.count(6230, "passage") == "6,230 passages"


def test_an_unknown_lane_is_called_what_it_is() -> None:
    badges = shown(lane_badges(result(lanes={"colbert": LaneStanding(2, 1.0)}), ()))
    assert badges.one("li").text == "colbert #2"
