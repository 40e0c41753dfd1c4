"""Reciprocal rank fusion."""

from collections.abc import Mapping, Sequence

from search_app.fusion.order import ordered
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
    scores: dict[str, float] = {}
    for ranking in rankings:
        weight = 1.0 if weights is None else weights.get(ranking.lane, 1.0)
        for rank, hit in enumerate(ranking.hits, start=1):
            scores[hit.passage_id] = scores.get(hit.passage_id, 0.0) + weight / (k + rank)
    return ordered(scores)
