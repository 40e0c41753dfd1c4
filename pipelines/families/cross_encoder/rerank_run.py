"""What a cross-encoder makes of BM25's head, for the gate."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.judged.develop_set import JudgedSet
from pipelines.mine.bm25_lane import Bm25MiningLane
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

QUERIES, DEPTH = 30, 20


def rerank_matrices(
    bundles: Sequence[Path], judged: JudgedSet
) -> tuple[JudgedSet, list[NDArray[np.float32]]]:
    """Score the 20 best passages of BM25 for up to 30 queries with each bundle.

    Returns:
        The set cut to those queries, and per bundle float32[queries, passages]: the cross-encoder's scores
        shifted above zero on the head, zero elsewhere.
    """
    cut = replace(first_queries(judged, QUERIES), name=f"{judged.name}, BM25 head")
    with Bm25MiningLane(zip(judged.ids, judged.texts, strict=True)) as lane:
        heads = lane.search(list(cut.queries.values()), DEPTH)
    place = {name: index for index, name in enumerate(judged.ids)}
    columns = [[place[name] for name, _ in head] for head in heads]
    return cut, [head_scores(OnnxCrossEncoder(bundle), cut, columns) for bundle in bundles]


def first_queries(judged: JudgedSet, count: int) -> JudgedSet:
    """Return the set cut to its first queries."""
    names = list(judged.queries)[:count]
    queries = {name: judged.queries[name] for name in names}
    qrels = {name: judged.qrels[name] for name in names}
    return replace(judged, queries=queries, qrels=qrels)


def head_scores(
    reranker: OnnxCrossEncoder, judged: JudgedSet, columns: list[list[int]]
) -> NDArray[np.float32]:
    """Return float32[queries, passages]: scores above zero on the columns of each query, zero elsewhere."""
    scores = np.zeros((len(columns), len(judged.ids)), dtype=np.float32)
    for line, (query, head) in enumerate(zip(judged.queries.values(), columns, strict=True)):
        found = reranker.score(query, [judged.texts[index] for index in head])
        if head:
            scores[line, head] = found - found.min() + 1.0
    return scores
