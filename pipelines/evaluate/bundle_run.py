"""Exact rankings of a judged set by a dense or sparse bundle, through the encoders that serve."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.judged.develop_set import JudgedSet
from pipelines.retrieve.postings import inner_products, postings_of
from pipelines.retrieve.top_rows import top_rows
from search_app.bundles import read_manifest
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder

Ranked = dict[str, list[tuple[str, float]]]


def score_matrix(bundle: Path, judged: JudgedSet, threads: int | None = None) -> NDArray[np.float32]:
    """Return float32[queries, passages] of inner products."""
    queries = list(judged.queries.values())
    if read_manifest(bundle).kind == "dense":
        dense = OnnxDenseEncoder(bundle, threads)
        return np.asarray(dense.encode_queries(queries) @ dense.encode_passages(judged.texts).T)
    sparse = OnnxSparseEncoder(bundle, threads)
    postings = postings_of(sparse.encode_passages(judged.texts), sparse.dimension)
    asked = sparse.encode_queries(queries)
    return np.stack([inner_products(query, postings, len(judged.ids)) for query in asked])


def best(scores: NDArray[np.float32], judged: JudgedSet, depth: int = 100) -> Ranked:
    """Return the `depth` best passages of each query; a score of zero is no hit."""
    return {
        name: [(judged.ids[place], float(score)) for score, place in zip(*row, strict=True) if score != 0.0]
        for name, *row in zip(judged.queries, *top_rows(scores, depth), strict=True)
    }
