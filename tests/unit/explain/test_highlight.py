import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.explain.best_sentence import best_sentence
from search_app.explain.highlight import Highlight, highlights
from search_app.records import TokenContribution


def _token(weight, *spans, lane="sparse"):
    return TokenContribution("w", lane, weight, "literal", spans)


def test_strength_is_the_share_of_the_largest_of_the_lane():
    found = highlights("aaa bbb", [_token(4.0, (0, 3)), _token(1.0, (4, 7)), _token(20.0, lane="bm25")])
    assert found == [Highlight(0, 3, 1.0, ("sparse",)), Highlight(4, 7, 0.25, ("sparse",))]


def test_overlapping_words_of_two_lanes_become_one():
    found = highlights("state-of", [_token(1.0, (0, 5)), _token(8.0, (0, 8), lane="bm25")])
    assert found == [Highlight(0, 8, 1.0, ("bm25", "sparse"))]


def test_what_adds_nothing_and_what_lies_outside_is_not_marked():
    assert highlights("abc", [_token(0.0, (0, 1)), _token(1.0, (3, 9)), _token(-1.0, (1, 2))]) == []
    assert highlights("abc", [_token(1.0, (1, 9))]) == [Highlight(1, 3, 1.0, ("sparse",))]


_SPANS = st.tuples(st.integers(-2, 30), st.integers(-2, 30))
_TOKENS = st.builds(
    TokenContribution,
    token=st.just("w"),
    lane=st.sampled_from(["sparse", "bm25"]),
    weight=st.floats(-1, 10),
    kind=st.just("literal"),
    spans=st.lists(_SPANS, max_size=4).map(tuple),
)


@given(text=st.text(max_size=25), tokens=st.lists(_TOKENS, max_size=8))
def test_highlights_are_sorted_apart_inside_and_complete(text, tokens):
    found = highlights(text, tokens)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in found)
    assert all(0 < mark.strength <= 1 for mark in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))
    wanted = {
        position
        for token in tokens
        if token.weight > 0.05 * max(0, *(other.weight for other in tokens if other.lane == token.lane))
        for start, end in token.spans
        for position in range(max(0, start), min(end, len(text)))
    }
    assert {position for mark in found for position in range(mark.start, mark.end)} == wanted


TEXT = "The first one. A second has words. The third too."


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ([], "The first one."),
        ([_token(1.0, (28, 33))], "A second has words."),
        ([_token(1.0, (17, 23)), _token(1.5, (39, 44))], "The third too."),
        ([_token(1.0, (4, 9)), _token(0.4, (35, 38), (39, 44), (45, 48))], "The first one."),
        (
            [_token(9.0, (4, 9), lane="bm25"), _token(9.0, lane="bm25"), _token(1.0, (39, 44))],
            "The first one.",
        ),
    ],
)
def test_the_sentence_that_carries_most_is_found(tokens, expected):
    start, end = best_sentence(TEXT, tokens)
    assert TEXT[start:end] == expected


def test_a_blank_text_has_no_sentence():
    assert best_sentence("  ", [_token(1.0, (0, 1))]) == (0, 0)
