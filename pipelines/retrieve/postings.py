"""An inverted index of sparse vectors in arrays, for exact inner products without scipy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from search_app.records import SparseVector


class Postings(NamedTuple):
    """Rows and weights in the order of terms.

    Attributes:
        rows: int32[weights], which passage.
        weights: float32[weights].
        starts: int64[dimension + 1], where each term's posting starts.
    """

    rows: NDArray[np.int32]
    weights: NDArray[np.float32]
    starts: NDArray[np.int64]


def postings_of(vectors: Sequence[SparseVector], dimension: int) -> Postings:
    """Index the vectors, one or more, by their terms."""
    rows = np.repeat(np.arange(len(vectors), dtype=np.int32), [v.indices.size for v in vectors])
    terms = np.concatenate([vector.indices for vector in vectors])
    weights = np.concatenate([vector.values for vector in vectors])
    order = np.argsort(terms, kind="stable")
    return Postings(rows[order], weights[order], np.searchsorted(terms[order], np.arange(dimension + 1)))


def inner_products(query: SparseVector, postings: Postings, count: int) -> NDArray[np.float32]:
    """Return float32[count], the query with each passage; a passage is once in the posting of a term."""
    scores = np.zeros(count, dtype=np.float32)
    for term, value in zip(query.indices, query.values, strict=True):
        posting = slice(postings.starts[term], postings.starts[term + 1])
        scores[postings.rows[posting]] += value * postings.weights[posting]
    return scores
