"""Letting the cross-encoder's opinion and the fused one both count."""

from collections.abc import Mapping, Sequence

import numpy as np

from search_app.fusion.blend_rule import BlendRule
from search_app.fusion.normalise import min_max
from search_app.fusion.order import ordered
from search_app.records import Hit, Reading

HEAD_OFFSET = 1.0
"""What every reranked hit gets, so that it stands above those that were not."""
TAIL_RANGE = 0.5
"""What the fused scores below the head are mapped onto, from 0."""


def blend(fused: Sequence[Hit], readings: Mapping[str, Reading], rule: BlendRule) -> list[Hit]:
    """Reorder the reranked head of a fused ranking; the tail keeps its order below it.

    Within the head the final score is 1 + share x rerank + (1 - share) x fused: the cross-encoder's scores on
    the rule's scale, the fused ones min-max normalised over the head. The tail's fused scores are mapped into
    [0, 0.5], so that the head stays above it whatever the fusion's scale.

    Args:
        fused: Best first.
        readings: {passage id: reading} of the head.
        rule: What the cross-encoder counts; a weight of 0 leaves the fused order.
    """
    head = [hit for hit in fused if hit.passage_id in readings]
    tail = [hit for hit in fused if hit.passage_id not in readings]
    own = min_max(np.array([hit.score for hit in head], dtype=np.float64))
    final = HEAD_OFFSET + rule.blended(own, [readings[hit.passage_id] for hit in head])
    rest = TAIL_RANGE * min_max(np.array([hit.score for hit in tail], dtype=np.float64))
    scores = {hit.passage_id: float(score) for hit, score in zip(head, final, strict=True)}
    scores.update({hit.passage_id: float(score) for hit, score in zip(tail, rest, strict=True)})
    return ordered(scores)
