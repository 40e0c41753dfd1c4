"""Exact rankings of a judged set by a dense or sparse bundle, through the encoders that serve."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.judged.develop_set import JudgedSet
from search_app.bundles import read_manifest
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.records import SparseVector

Ranked = dict[str, list[tuple[str, float]]]


def score_matrix(bundle: Path, judged: JudgedSet, threads: int | None = None) -> NDArray[np.float32]:
    """Return float32[queries, passages] of inner products."""
    queries = list(judged.queries.values())
    if read_manifest(bundle).kind == "dense":
        dense = OnnxDenseEncoder(bundle, threads)
        return np.asarray(dense.encode_queries(queries) @ dense.encode_passages(judged.texts).T)
    sparse = OnnxSparseEncoder(bundle, threads)
    return _sparse_scores(
        sparse.encode_queries(queries), sparse.encode_passages(judged.texts), sparse.dimension
    )


def best(scores: NDArray[np.float32], judged: JudgedSet, depth: int = 100) -> Ranked:
    """Return the `depth` best passages of each query; a score of zero is no hit."""
    order = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
    return {
        name: [(judged.ids[index], float(row[index])) for index in chosen if row[index] != 0.0]
        for name, row, chosen in zip(judged.queries, scores, order, strict=True)
    }


def _sparse_scores(
    queries: list[SparseVector], passages: list[SparseVector], dimension: int
) -> NDArray[np.float32]:
    """Inner products through an inverted index; scipy is not needed for one product."""
    scores = np.zeros((len(queries), len(passages)), dtype=np.float32)
    rows = np.concatenate([np.full(len(v.indices), i) for i, v in enumerate(passages)])
    terms = np.concatenate([v.indices for v in passages])
    values = np.concatenate([v.values for v in passages])
    order = np.argsort(terms, kind="stable")
    rows, values = rows[order], values[order]
    starts = np.searchsorted(terms[order], np.arange(dimension + 1))
    for line, query in enumerate(queries):
        for term, weight in zip(query.indices, query.values, strict=True):
            posting = slice(starts[term], starts[term + 1])
            scores[line, rows[posting]] += weight * values[posting]
    return scores
