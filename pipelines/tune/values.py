"""nDCG@10 of every query under every setting."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from pipelines.tune.cached_set import CachedQuery, CachedSet
from pipelines.tune.space import (
    FEEDBACK_WEIGHTS,
    PAIRS,
    RERANK_DEPTHS,
    RULES,
    Fusion,
    Setting,
    fusions,
    weight_grid,
)
from pipelines.tune.top_gains import ndcg_of_columns
from search_app.fusion import min_max
from search_app.lanes import ALL_LANES
from search_app.records import Hit, Ranking

_TAIL = 40


def fusion_values(cached: CachedSet) -> NDArray[np.float64]:
    """Return float64[fusions, weight rows, queries], in the order of `fusions` and `weight_grid`."""
    weights = weight_grid().T
    table = [[_query_values(query, fusion, weights) for query in cached.queries] for fusion in fusions()]
    return np.array(table).transpose(0, 2, 1)


def pairs_values(cached: CachedSet, setting: Setting) -> NDArray[np.float64]:
    """Return float64[`PAIRS`, queries] of a setting's fusion with pairs of words in BM25."""
    weights = np.array(setting.weights)[:, None]
    table = [
        [_query_values(query.with_pairs(pairs), setting.fusion, weights)[0] for query in cached.queries]
        for pairs in PAIRS
    ]
    return np.array(table)


def feedback_values(cached: CachedSet, setting: Setting) -> NDArray[np.float64]:
    """Return float64[feedback weights, queries] of a setting's fusion with feedback beside it."""
    own = np.repeat(np.array(setting.weights)[:, None], len(FEEDBACK_WEIGHTS), axis=1)
    weights = np.concatenate([own, np.array(FEEDBACK_WEIGHTS)[None, :]])
    fed = (_fed(query, cached, setting) for query in cached.queries)
    return np.array([_query_values(query, setting.fusion, weights) for query in fed]).T


def rerank_values(cached: CachedSet, setting: Setting) -> NDArray[np.float64]:
    """Return float64[rerank depths, rules, queries] of a setting's fusion, reranked in every way."""
    return np.array([_reranked(query, cached, setting) for query in cached.queries]).transpose(1, 2, 0)


def _query_values(query: CachedQuery, fusion: Fusion, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fuse once with the functions that serve; weighing their parts is linear."""
    parts = fusion.rule({}).parts(_cut(query, fusion.depth))
    names = ALL_LANES[: len(weights)]
    matrix = np.array([[lanes.get(lane, 0.0) for lane in names] for lanes in parts.values()])
    return ndcg_of_columns(query, list(parts), matrix.reshape(-1, len(names)) @ weights)


def _reranked(query: CachedQuery, cached: CachedSet, setting: Setting) -> NDArray[np.float64]:
    query = _fed(query, cached, setting) if setting.feedback else query.with_pairs(setting.bm25_pairs)
    fused = _fused(query, setting.fusion, setting.factors)
    deepest = max(RERANK_DEPTHS)
    readings = cached.readings.of(query.text, [hit.passage_id for hit in fused[:deepest]])
    found = []
    for depth in RERANK_DEPTHS:
        head, tail = fused[:depth], fused[depth : depth + _TAIL]
        read = [readings[hit.passage_id] for hit in head]
        own = min_max(np.array([hit.score for hit in head]))
        top = np.stack([rule.blended(own, read) for rule in RULES], axis=1)
        below = np.repeat(-1.0 - np.arange(len(tail))[:, None], len(RULES), axis=1)
        scores = np.concatenate([top, below])
        found.append(ndcg_of_columns(query, [hit.passage_id for hit in (*head, *tail)], scores))
    return np.array(found)


def _fed(query: CachedQuery, cached: CachedSet, setting: Setting) -> CachedQuery:
    query = query.with_pairs(setting.bm25_pairs)
    first = _fused(query, setting.fusion, setting.first)
    return cached.with_feedback(query, first, setting.fusion.depth)


def _fused(query: CachedQuery, fusion: Fusion, factors: Mapping[str, float]) -> list[Hit]:
    rankings = [ranking for ranking in _cut(query, fusion.depth) if ranking.lane in factors]
    return fusion.rule(factors).fuse(rankings)


def _cut(query: CachedQuery, depth: int) -> list[Ranking]:
    return [ranking.cut(depth) for ranking in query.rankings]
