"""nDCG@10 of every query of a set under a profile: by the ranking itself, and for many profiles at once.

`profile_values` is the truth. The other two give the same values for a whole family of profiles, in a small
part of the time.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.systems import System, rank
from pipelines.tune.cached_set import CUTOFF, DISCOUNTS, CachedQuery, CachedSet
from pipelines.tune.space import Fusion, Space
from pipelines.tune.top_gains import ndcg_of_columns
from search_app.fusion import min_max
from search_app.ranking.profile import Profile
from search_app.ranking.program import fuse_lists
from search_app.ranking.rerank import Rerank

_TAIL = 40
"""Hits below the head that may still be among the first documents."""


def profile_values(cached: CachedSet, profile: Profile) -> NDArray[np.float64]:
    """Return float64[queries]: what `evaluate` measures of the profile."""
    system = System(profile.name, profile)
    return np.array([_measured(query, cached, system) for query in cached.queries])


def fusion_values(cached: CachedSet, space: Space) -> NDArray[np.float64]:
    """Return float64[fusions, weights, queries] of the points of a space.

    Lanes are fused once for all weights: a weight only multiplies what its lane gives. A lane without weight
    is not asked, so each set of lanes that have one is fused by itself.
    """
    weights = space.weights
    asked: dict[tuple[bool, ...], list[int]] = {}
    for row, factors in enumerate(weights > 0):
        asked.setdefault(tuple(factors.tolist()), []).append(row)
    table = np.zeros((len(space.fusions), len(weights), len(cached.queries)))
    for place, query in enumerate(cached.queries):
        owners = _owners(query, cached)
        for number, fusion in enumerate(space.fusions):
            for lanes, rows in asked.items():
                names = [lane for lane, present in zip(space.lanes, lanes, strict=True) if present]
                columns = weights[rows][:, np.array(lanes)].T
                table[number, rows, place] = _fused(query, cached, space, fusion, names, columns, owners)
    return table


def rerank_values(cached: CachedSet, profile: Profile, rules: Sequence[Rerank]) -> NDArray[np.float64]:
    """Return float64[rules, queries] of a profile reranked by rules that read equally deep."""
    return np.array([_reranked(query, cached, profile, rules) for query in cached.queries]).T


def _measured(query: CachedQuery, cached: CachedSet, system: System) -> float:
    if query.ideal == 0.0:
        return 0.0
    found = rank(system, query.asked, cached.owners, cached.feedback, cached.readings, CUTOFF)
    gains = np.array([query.gain(document) for document, _ in found])
    return float(DISCOUNTS[: len(gains)] @ gains) / query.ideal


def _owners(query: CachedQuery, cached: CachedSet) -> Mapping[str, str]:
    rankings = query.asked.rankings.values()
    passages = list({hit.passage_id for ranking in rankings for hit in ranking.hits})
    return dict(zip(passages, cached.owners.of(passages), strict=True))


def _fused(
    query: CachedQuery,
    cached: CachedSet,
    space: Space,
    fusion: Fusion,
    lanes: Sequence[str],
    weights: NDArray[np.float64],
    owners: Mapping[str, str],
) -> NDArray[np.float64]:
    """Return float64[ways] of one query, with the functions that serve; `weights` is float64[lanes, ways]."""
    alike = space.point(fusion, [float(lane in lanes) for lane in space.lanes])
    parts = fuse_lists(alike, cached.lists(query, alike), CUTOFF).parts
    matrix = np.array([[given.get(lane, 0.0) for lane in lanes] for given in parts.values()])
    scores = matrix.reshape(-1, len(lanes)) @ weights
    return ndcg_of_columns(query, [owners[passage] for passage in parts], scores)


def _reranked(
    query: CachedQuery, cached: CachedSet, profile: Profile, rules: Sequence[Rerank]
) -> NDArray[np.float64]:
    fused = fuse_lists(profile, cached.lists(query, profile), CUTOFF).hits
    depth = rules[0].depth
    head, tail = fused[:depth], fused[depth : depth + _TAIL]
    readings = cached.reader(query).read([hit.passage_id for hit in head])
    read = [readings[hit.passage_id] for hit in head]
    own = min_max(np.array([hit.score for hit in head]))
    top = np.stack([rule.blended(own, read) for rule in rules], axis=1)
    below = np.repeat(-1.0 - np.arange(len(tail))[:, None], len(rules), axis=1)
    owners = cached.owners.of([hit.passage_id for hit in (*head, *tail)])
    return ndcg_of_columns(query, owners, np.concatenate([top, below]))
