"""nDCG@10 of every query of a set under a profile: by the ranking itself, and for many profiles at once.

`profile_values` is the truth. The other two give the same values for a whole family of profiles, in a small
part of the time.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.systems import System, rank
from pipelines.tune.cached_set import CUTOFF, DISCOUNTS, CachedQuery, CachedSet
from pipelines.tune.space import Space
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
    fusions, owners = space.fusions, [_owners(query, cached) for query in cached.queries]
    table = np.zeros((len(fusions), len(weights), len(cached.queries)))
    for number, fusion in enumerate(fusions):
        for lanes, rows in asked.items():
            alike = space.point(fusion, [float(present) for present in lanes])
            columns = weights[rows][:, np.array(lanes)].T
            for place, query in enumerate(cached.queries):
                table[number, rows, place] = _fused(query, cached, alike, columns, owners[place])
    return table


def rerank_values(
    cached: CachedSet, profile: Profile, rules: Mapping[int, Sequence[Rerank]]
) -> dict[int, NDArray[np.float64]]:
    """Return {depth: float64[rules, queries]} of a profile reranked by each of these rules.

    Args:
        cached: The set.
        profile: How the head comes about.
        rules: By the length of the head they read. A query is fused, and its longest head read, once.
    """
    values = [_reranked(query, cached, profile, rules) for query in cached.queries]
    return {depth: np.array([each[depth] for each in values]).T for depth in rules}


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
    alike: Profile,
    weights: NDArray[np.float64],
    owners: Mapping[str, str],
) -> NDArray[np.float64]:
    """Return float64[ways] of one query, with the functions that serve.

    Args:
        query: One of the set's.
        cached: The set.
        alike: Weighs its lanes alike.
        weights: float64[lanes, ways], of these lanes.
        owners: {passage id: document id}.
    """
    parts = fuse_lists(alike, cached.lists(query, alike), CUTOFF).parts
    matrix = np.array([[given.get(lane, 0.0) for lane in alike.lanes] for given in parts.values()])
    scores = matrix.reshape(-1, len(alike.lanes)) @ weights
    return ndcg_of_columns(query, [owners[passage] for passage in parts], scores)


def _reranked(
    query: CachedQuery, cached: CachedSet, profile: Profile, rules: Mapping[int, Sequence[Rerank]]
) -> dict[int, NDArray[np.float64]]:
    """Return {depth: float64[rules]} of one query."""
    deepest = max(rules)
    hits = fuse_lists(profile, cached.lists(query, profile), CUTOFF).hits[: deepest + _TAIL]
    readings = cached.reader(query).read([hit.passage_id for hit in hits[:deepest]])
    owners = cached.owners.of([hit.passage_id for hit in hits])
    found = {}
    for depth, group in rules.items():
        head, tail = hits[:depth], hits[depth : depth + _TAIL]
        read = [readings[hit.passage_id] for hit in head]
        own = min_max(np.array([hit.score for hit in head]))
        top = np.stack([rule.blended(own, read) for rule in group], axis=1)
        below = np.repeat(-1.0 - np.arange(len(tail))[:, None], len(group), axis=1)
        found[depth] = ndcg_of_columns(query, owners[: depth + _TAIL], np.concatenate([top, below]))
    return found
