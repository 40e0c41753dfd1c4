"""Weighted sum of z-scores."""

from collections.abc import Sequence

from search_app.fusion.lane_parts import LaneParts, parts_by_passage
from search_app.fusion.method import FusionMethod, Weighing
from search_app.fusion.normalise import normalised, z_score_above_lowest
from search_app.records import Ranking


def z_score_parts(rankings: Sequence[Ranking], rule: Weighing) -> LaneParts:
    """Give each hit weight x z-score, counted from the z-score of the lane's last.

    Renda and Straccia: Web Metasearch: Rank vs. Score Based Rank Aggregation Methods, SAC 2003. A passage
    that a lane did not return stands level with the lane's last; counting from there makes that 0, as in
    the other fusions, and shifts all sums alike, so that the order is that of plain z-scores.

    The deviation is that of as many passages as were asked for, or as there are. A list of matches that is
    shorter is filled up with what the others score, see `Ranking.rest`: otherwise the only hit of a lane,
    which deviates from nothing in its list, would count less than the best of many.
    """
    return parts_by_passage(rankings, normalised(rankings, rule.weights, z_score_above_lowest))


METHOD = FusionMethod("zscore", "by z-scores", z_score_parts)
