"""Weighted sum of normalised scores."""

from collections.abc import Mapping, Sequence

import numpy as np

from search_app.fusion.normalise import min_max
from search_app.fusion.order import ordered
from search_app.records import Hit, Ranking


def weighted_fusion(rankings: Sequence[Ranking], weights: Mapping[str, float] | None = None) -> list[Hit]:
    """Sum weight x min-max score over the rankings; a passage a lane did not return gets 0 from it.

    The convex combination of Bruch, Gai and Ingber: An Analysis of Fusion Functions for Hybrid
    Retrieval, TOIS 2023.

    Args:
        rankings: One per lane, best first.
        weights: {lane: factor}; a lane that is not named counts 1.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        weight = 1.0 if weights is None else weights.get(ranking.lane, 1.0)
        normalised = min_max(np.array([hit.score for hit in ranking.hits], dtype=np.float64))
        for hit, score in zip(ranking.hits, normalised, strict=True):
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + weight * float(score)
    return ordered(scores)
