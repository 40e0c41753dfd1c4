"""The explain page, with the real service on a tiny collection, and the parts it is made of."""

import pytest
from fixtures.app_pages import open_page, page_of
from fixtures.shown import Element, shown
from streamlit.testing.v1 import AppTest

from search_app.records import LaneStanding, Passage, ScoreStep, WhyReport
from ui.explain.why_card import why_card
from ui.hit.waterfall import differences, waterfall

pytestmark = pytest.mark.usefixtures("pages")


def _open(**params: str) -> AppTest:
    return open_page("explain", **params)


def _cards(app: AppTest) -> list[Element]:
    return page_of(app).all("article")


def test_without_a_document_the_page_says_what_it_does() -> None:
    for params in ({}, {"q": "bread"}):
        page = page_of(_open(**params))
        assert "name a document" in page.one("p", "invitation").text


def test_a_result_is_explained_step_by_step() -> None:
    app = _open(q="cook bread with salt", doc="bread")
    (card,) = _cards(app)
    assert card.one("h3").text == "Bread recipe"
    assert card.one("span", "stage").text == "shown"
    rows = [row.all("th")[0].text for row in card.one("table", "breakdown").one("tbody").all("tr")]
    assert rows == ["Dense", "Sparse", "BM25", "Feedback", "Fused", "Rerank", "Final"]
    assert card.one("table", "waterfall").all("tr", "final")
    captions = [
        chart.one("caption").text.split(" adds")[0] for chart in card.one("div", "tokens").all("table")
    ]
    assert captions[:4] == ["Dense", "Sparse", "BM25", "Feedback"]
    assert captions[4].startswith("Rerank what the score loses")
    assert {"cook bread", "salt"} <= {mark.text for mark in card.all("mark")}, (
        "words that stand together are one stretch"
    )


def test_a_document_that_is_not_there_is_told_from_one_that_was_dropped() -> None:
    (unknown,) = _cards(_open(q="bread", doc="<b>nobody</b>"))
    assert unknown.one("span", "stage").text == "unknown document"
    assert "<b>nobody</b>" in unknown.text
    (dropped,) = _cards(_open(q="cook bread with salt", doc="virus", k="1"))
    assert "dropped" in dropped.one("span", "stage").classes
    assert dropped.one("p", "verdict").text
    (filtered,) = _cards(_open(q="bread", doc="cat", where='{"kind":["food"]}'))
    assert filtered.one("span", "stage").text == "filtered"


def test_two_documents_are_compared() -> None:
    app = _open(q="cook bread with salt", doc="bread", versus="apple")
    comparison, first, second = _cards(app)
    assert "stands above" in comparison.one("p", "verdict").text
    assert comparison.one("table", "middle").all("tr")
    assert [card.one("h3").text for card in (first, second)] == ["Bread recipe", "Apple and sugar"]
    assert app.query_params["versus"] == "apple"


def test_the_results_are_offered_to_choose_from() -> None:
    app = _open(q="cook bread with salt")
    box = app.selectbox(key="explain-doc")
    assert "bread" in box.options
    box.set_value("bread").run()
    assert app.query_params["doc"] == "bread"
    assert _cards(app)


def test_the_same_document_twice_is_refused_in_a_sentence() -> None:
    page = page_of(_open(q="bread", doc="bread", versus="bread"))
    assert page.one("section", "error")


def test_a_result_leads_to_its_explanation() -> None:
    app = open_page("", q="bread", where='{"kind":["food"]}', lanes="bm25")
    links = [link.proto.query_string for link in app.get("page_link") if link.proto.label == "Explain"]
    assert links == [
        "q=bread&collection=kitchen&lanes=bm25&where=%7B%22kind%22%3A%5B%22food%22%5D%7D&view=expert&doc=bread"
    ]


STEPS = (
    ScoreStep("fusion", "dense", 0.3, "dense"),
    ScoreStep("fusion", "bm25", 0.2, "bm25"),
    ScoreStep("rerank", "cross-encoder", -0.1),
    ScoreStep("offset", "read by the cross-encoder", 1.0),
)


def _bars(root: Element) -> list[tuple[float, float]]:
    bars = []
    for bar in root.all("span", "bar"):
        start, share = str(bar.attributes["style"]).split(";")
        bars.append((float(start.split(":")[1]), float(share.split(":")[1])))
    return bars


def test_each_bar_begins_where_the_one_before_ended() -> None:
    chart = waterfall(STEPS, "Title", 1.4)
    assert chart is not None
    root = shown(chart)
    expected = [(0.0, 0.3), (0.3, 0.2), (0.4, 0.1), (0.4, 1.0), (0.0, 1.4)]
    assert _bars(root) == [pytest.approx((start / 1.4, share / 1.4), abs=1e-4) for start, share in expected]
    assert [figure.text for figure in root.all("td", "figure")] == [
        "+0.300",
        "+0.200",
        "-0.100",
        "+1.00",
        "1.40",
    ]


def test_differences_lie_on_either_side_of_the_middle() -> None:
    chart = differences((STEPS[0], STEPS[2]), "Title")
    assert chart is not None
    assert _bars(shown(chart)) == [(0.5, 0.5), (pytest.approx(0.3333), pytest.approx(0.1667))]


def test_nothing_to_draw_is_nothing() -> None:
    assert waterfall((), "Title") is None
    assert differences((), "Title") is None


def test_a_dropped_document_shows_what_the_lanes_gave() -> None:
    passage = Passage("d", 0, 0, 4, "text")
    lanes = {"dense": LaneStanding(700, 0.1), "bm25": None}
    report = WhyReport("d", "fused out", "It was fused out.", 10, passage, lanes, 60, 0.1, steps=STEPS[:1])
    card = shown(why_card(report, None))
    assert "What the lanes gave in fusion" in card.text
    assert "No single change of a setting" in card.text
    assert "no match" in card.text
    assert not card.all("tr", "final")[1:]
    assert not card.all("p", "share")


def test_a_document_that_was_read_says_what_that_counted() -> None:
    passage = Passage("d", 0, 0, 4, "text")
    lanes = {"dense": LaneStanding(1, 0.1)}
    report = WhyReport(
        "d", "shown", "It is shown.", 10, passage, lanes, 1, 0.1, 1, 2.0, 0.55, 1, 1.4, steps=STEPS
    )
    assert shown(why_card(report, None)).one("p", "share").text.endswith("the lanes give 45%, Rerank 55%.")
