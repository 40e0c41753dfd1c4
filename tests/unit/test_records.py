import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_app.errors import BadInputError, InvalidVectorError
from search_app.records import Condition, Passage, Query, SparseVector, passage_id


def vector(indices, values) -> SparseVector:
    return SparseVector(np.array(indices, dtype=np.uint32), np.array(values, dtype=np.float32))


@pytest.mark.parametrize(
    ("indices", "values"),
    [([1, 1], [1, 2]), ([2, 1], [1, 2]), ([1], [float("nan")]), ([1], [float("inf")]), ([1, 2], [1])],
)
def test_a_malformed_sparse_vector_cannot_be_made(indices, values):
    with pytest.raises(InvalidVectorError):
        vector(indices, values)


def test_from_weights_keeps_what_is_positive():
    made = SparseVector.from_weights(np.array([0, 1.5, -2, 0.25], dtype=np.float32))
    assert made.indices.tolist() == [1, 3]
    assert made.values.tolist() == [1.5, 0.25]


@given(*[st.dictionaries(st.integers(0, 50), st.floats(0.015625, 8, width=32), max_size=20)] * 2)
def test_dot_is_the_sum_over_shared_entries(left, right):
    expected = sum(weight * right[index] for index, weight in left.items() if index in right)
    found = SparseVector.from_mapping(left).dot(SparseVector.from_mapping(right))
    assert found == pytest.approx(expected, rel=1e-6, abs=1e-9)


@given(st.text(max_size=20), st.integers(0, 100), st.text(max_size=20), st.integers(0, 100))
def test_passage_ids_meet_only_for_equal_pairs(first, one, second, two):
    surrogates = any("\ud800" <= char <= "\udfff" for char in first + second)
    if not surrogates:
        assert (passage_id(first, one) == passage_id(second, two)) == ((first, one) == (second, two))


def test_passage_ids_never_change_between_versions():
    assert passage_id("4983", 0) == "9a7fa005-de7b-5f10-a6a8-5d98204a022c"


def test_full_text_puts_the_title_first():
    assert Passage("d", 0, 0, 4, "body", "Title").full_text == "Title body"
    assert Passage("d", 0, 0, 4, "body").full_text == "body"


def test_queries_have_bounds_that_are_said():
    with pytest.raises(BadInputError, match="10,000"):
        Query("x" * 10_001)
    with pytest.raises(BadInputError, match="between 1 and 1000"):
        Query("x", limit=0)
    assert Query("x" * 10_000).limit == 10
    assert Query(" \n\t ").is_blank


def test_a_condition_needs_values_or_a_range_and_not_both():
    with pytest.raises(BadInputError):
        Condition("kind")
    with pytest.raises(BadInputError):
        Condition("year", any_of=(1,), at_least=2.0)
    with pytest.raises(BadInputError):
        Condition("", any_of=("x",))


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "year", "at_least": float("nan")},
        {"field": "year\ud800", "at_least": 1.0},
        {"field": "kind", "any_of": ("a", "\udfff")},
        {"field": "kind"},
        {"field": "", "any_of": ("a",)},
        {"field": "kind", "any_of": ("a",), "at_most": 1.0},
    ],
)
def test_a_condition_that_no_store_could_answer_is_refused(condition):
    with pytest.raises(BadInputError):
        Condition(**condition)
