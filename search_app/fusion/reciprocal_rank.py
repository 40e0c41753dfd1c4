"""Reciprocal rank fusion."""

from collections.abc import Mapping, Sequence

from search_app.fusion.lane_parts import LaneParts, lane_weight, parts_by_passage, summed
from search_app.records import Hit, Ranking


def reciprocal_rank_fusion(
    rankings: Sequence[Ranking], k: float = 60.0, weights: Mapping[str, float] | None = None
) -> list[Hit]:
    """Sum weight / (k + rank) over the rankings, ranks counted from 1.

    Cormack, Clarke and Buettcher: Reciprocal Rank Fusion outperforms Condorcet and individual Rank
    Learning Methods, SIGIR 2009. Qdrant counts ranks from 0: its k=61 is the paper's k=60.

    Args:
        rankings: One per lane, best first.
        k: The paper's constant; larger values flatten the head.
        weights: {lane: factor}; a lane that is not named counts 1.
    """
    return summed(reciprocal_rank_parts(rankings, k, weights))


def reciprocal_rank_parts(
    rankings: Sequence[Ranking], k: float = 60.0, weights: Mapping[str, float] | None = None
) -> LaneParts:
    """Return the summands of `reciprocal_rank_fusion`."""
    values = [
        [lane_weight(ranking, weights) / (k + rank) for rank in range(1, len(ranking.hits) + 1)]
        for ranking in rankings
    ]
    return parts_by_passage(rankings, values)
