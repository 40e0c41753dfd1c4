from fixtures.hand_made import TEXT, expansion, literal, result
from hypothesis import given
from hypothesis import strategies as st

from search_app.records import TokenContribution
from ui.hit.excerpt import LENGTH, best_part
from ui.markup.highlights import LEVELS, Mark, occurrences, passage_marks, title_marks


def _marked(text: str, *tokens: TokenContribution) -> list[tuple[str, int]]:
    found = passage_marks(text, tokens)
    return [(text[mark.start : mark.end], mark.level) for mark in found]


def test_stronger_contributions_are_marked_stronger() -> None:
    assert _marked(TEXT, literal("cancel", 4.0, (0, 6)), literal("task", 1.0, (11, 15), (47, 51))) == [
        ("Cancel", LEVELS),
        ("task", 1),
        ("task", 1),
    ]


def test_each_lane_is_measured_by_its_own_largest() -> None:
    tokens = literal("cancel", 40.0, (0, 6)), literal("task", 0.2, (11, 15), lane="bm25")
    assert _marked(TEXT, *tokens) == [("Cancel", LEVELS), ("task", LEVELS)]


def test_where_lanes_disagree_the_stronger_counts() -> None:
    tokens = (
        literal("cancel", 4.0, (0, 6)),
        literal("task", 1.0, (11, 15)),
        literal("task", 3.0, (11, 15), lane="bm25"),
    )
    assert _marked(TEXT, *tokens)[1] == ("task", LEVELS)


def test_overlapping_spans_become_one() -> None:
    tokens = literal("cancel", 1.0, (37, 43)), literal("cancelled", 4.0, (37, 46), lane="bm25")
    assert _marked(TEXT, *tokens) == [("cancelled", LEVELS)]


def test_causes_of_expansions_are_marked_apart() -> None:
    assert _marked(TEXT, expansion("abort", 0.9, "cancelled")) == [("cancelled", 0)]
    assert _marked(TEXT, expansion("abort", 0.9, "cancel"), literal("cancel", 2.0, (0, 6))) == [
        ("Cancel", LEVELS)
    ]


def test_what_lowers_the_score_is_not_marked() -> None:
    assert _marked(TEXT, literal("task", -1.0, (11, 15)), literal("the", 0.0, (7, 10))) == []


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.floats(-1, 9), st.integers(-9, 99), st.integers(-9, 99)), max_size=8),
)
def test_highlights_are_sorted_apart_and_inside(text: str, spans: list[tuple[float, int, int]]) -> None:
    tokens = [literal("x", weight, (start, end)) for weight, start, end in spans]
    found = passage_marks(text, tokens)
    ends = [0, *(mark.end for mark in found)]
    for before, mark in zip(ends, found, strict=False):
        assert before <= mark.start < mark.end <= len(text)
        assert 1 <= mark.level <= LEVELS


def test_words_are_found_whole() -> None:
    assert occurrences("Task.task_cancel(task)", "task") == [(0, 4), (17, 21)]
    assert occurrences("c++ and c", "c++") == [(0, 3)]
    assert occurrences("anything", " ") == []


def test_titles_are_marked_by_their_words() -> None:
    tokens = [literal("cancel", 1.0), literal("sleep", 1.0), expansion("task", 1.0, "job")]
    title = result().passage.title
    assert title_marks(title, tokens) == [Mark(13, 19, 1)]


def test_short_passages_are_shown_whole() -> None:
    assert best_part(TEXT, []).whole


def test_long_passages_show_where_the_matches_are() -> None:
    filler = "Nothing of interest stands here. " * 40
    text = filler + "Here the task is cancelled at last. " + filler
    at = text.index("task is cancelled")
    tokens = (
        literal("nothing", 0.5, (0, 7)),
        literal("task", 3.0, (at, at + 4)),
        literal("cancelled", 4.0, (at + 8, at + 17)),
    )
    part = best_part(text, tokens)
    assert not part.whole
    assert part.start <= at < at + 17 <= part.end
    assert text[part.start :].startswith("Here the task")
    assert part.end - part.start <= LENGTH
    assert text[part.end] == " "


def test_without_matches_a_long_passage_begins_at_its_beginning() -> None:
    part = best_part("word " * 300, [])
    assert (part.start, part.whole) == (0, False)


def test_a_sentence_without_end_is_entered_at_its_first_match() -> None:
    text = "word " * 300 + "cancel " + "word " * 300
    part = best_part(text, (literal("cancel", 1.0, (1500, 1506)),))
    assert part.start < 1500 < part.end
    assert "cancel" in text[part.start : part.end]


@given(st.text(st.sampled_from("ab .\n"), max_size=2000), st.lists(st.integers(0, 1999), max_size=5))
def test_an_excerpt_is_never_empty_or_outside(text: str, positions: list[int]) -> None:
    part = best_part(text, [literal("x", 1.0, (position, position + 4)) for position in positions])
    assert 0 <= part.start <= part.end <= len(text)
    assert part.start < part.end or not text
