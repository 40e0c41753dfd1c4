"""Reciprocal rank fusion."""

from collections.abc import Sequence

from search_app.fusion.lane_parts import LaneParts, lane_weight, parts_by_passage
from search_app.fusion.method import FusionMethod, Weighing
from search_app.records import Ranking


def reciprocal_rank_parts(rankings: Sequence[Ranking], rule: Weighing) -> LaneParts:
    """Give each hit weight / (k + rank), ranks counted from 1.

    Cormack, Clarke and Buettcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank
    Learning Methods, SIGIR 2009. Qdrant counts ranks from 0: its k=61 is the paper's k=60. Larger constants
    flatten the head.
    """
    values = [
        [lane_weight(ranking, rule.weights) / (rule.k + rank) for rank in range(1, len(ranking.hits) + 1)]
        for ranking in rankings
    ]
    return parts_by_passage(rankings, values)


METHOD = FusionMethod("rrf", "by reciprocal rank", reciprocal_rank_parts, uses=("k",))
