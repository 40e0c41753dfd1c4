"""Weighted sum of min-max scores."""

from collections.abc import Sequence

from search_app.fusion.lane_parts import LaneParts, parts_by_passage
from search_app.fusion.method import FusionMethod, Weighing
from search_app.fusion.normalise import min_max, normalised
from search_app.records import Ranking


def weighted_parts(rankings: Sequence[Ranking], rule: Weighing) -> LaneParts:
    """Give each hit weight x min-max score; a passage a lane did not return gets 0 from it.

    The convex combination of Bruch, Gai and Ingber: An Analysis of Fusion Functions for Hybrid
    Retrieval, TOIS 2023. Where a list of matches is shorter than asked for, the minimum is what the passages
    score that do not match, see `Ranking.rest`.
    """
    return parts_by_passage(rankings, normalised(rankings, rule.weights, min_max))


METHOD = FusionMethod("weighted", "by weighted scores", weighted_parts)
