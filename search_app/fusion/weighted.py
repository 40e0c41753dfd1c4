"""Weighted sum of normalised scores."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from search_app.fusion.lane_parts import LaneParts, lane_weight, parts_by_passage, summed
from search_app.fusion.normalise import min_max, z_score_above_lowest
from search_app.records import Hit, Ranking


def weighted_fusion(rankings: Sequence[Ranking], weights: Mapping[str, float] | None = None) -> list[Hit]:
    """Sum weight x min-max score over the rankings; a passage a lane did not return gets 0 from it.

    The convex combination of Bruch, Gai and Ingber: An Analysis of Fusion Functions for Hybrid
    Retrieval, TOIS 2023.

    Args:
        rankings: One per lane, best first.
        weights: {lane: factor}; a lane that is not named counts 1.
    """
    return summed(weighted_parts(rankings, weights))


def weighted_parts(rankings: Sequence[Ranking], weights: Mapping[str, float] | None = None) -> LaneParts:
    """Return the summands of `weighted_fusion`."""
    return _parts(rankings, weights, min_max)


def z_score_fusion(rankings: Sequence[Ranking], weights: Mapping[str, float] | None = None) -> list[Hit]:
    """Sum weight x z-score over the rankings, each counted from the z-score of the lane's last hit.

    Renda and Straccia: Web Metasearch: Rank vs. Score Based Rank Aggregation Methods, SAC 2003. A passage
    that a lane did not return stands level with the lane's last hit; counting from there makes that 0, as in
    the other fusions, and shifts all sums alike, so that the order is that of plain z-scores.

    Args:
        rankings: One per lane, best first.
        weights: {lane: factor}; a lane that is not named counts 1.
    """
    return summed(z_score_parts(rankings, weights))


def z_score_parts(rankings: Sequence[Ranking], weights: Mapping[str, float] | None = None) -> LaneParts:
    """Return the summands of `z_score_fusion`."""
    return _parts(rankings, weights, z_score_above_lowest)


def _parts(
    rankings: Sequence[Ranking],
    weights: Mapping[str, float] | None,
    normalise: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> LaneParts:
    values = []
    for ranking in rankings:
        scores = normalise(np.array([hit.score for hit in ranking.hits], dtype=np.float64))
        values.append((lane_weight(ranking, weights) * scores).tolist())
    return parts_by_passage(rankings, values)
