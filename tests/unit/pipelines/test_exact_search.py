import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.retrieve.postings import inner_products, postings_of
from pipelines.retrieve.top_rows import joined, no_rows, top_rows
from search_app.records import SparseVector


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=40), st.integers(0, 50), st.integers(1, 12))
def test_the_best_of_slices_is_the_best_of_all_ties_by_place(scores, depth, width):
    matrix = np.array([scores, scores[::-1]], dtype=np.float32)
    expected = np.argsort(-matrix, axis=1, kind="stable")[:, :depth]
    best = no_rows(2)
    for start in range(0, matrix.shape[1], width):
        values, places = top_rows(matrix[:, start : start + width], depth)
        best = joined(best, (values, places + start), depth)
    for values, places in (top_rows(matrix, depth), best):
        assert places.tolist() == expected.tolist()
        assert values.tolist() == np.take_along_axis(matrix, expected, axis=1).tolist()


def test_inner_products_of_sparse_vectors_are_those_of_full_ones():
    draw = np.random.default_rng(2)
    full = np.where(draw.random((9, 30)) < 0.3, draw.random((9, 30)), 0.0).astype(np.float32)
    vectors = [SparseVector(np.flatnonzero(row), row[np.flatnonzero(row)]) for row in full]
    postings = postings_of(vectors[1:], 30)
    assert inner_products(vectors[0], postings, 8) == pytest.approx(full[1:] @ full[0], abs=1e-6)
