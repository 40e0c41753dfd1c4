"""Letting the cross-encoder's opinion and the fused one both count, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search_app.fusion import LaneParts, ordered
from search_app.ranking.rerank import Rerank
from search_app.records import Hit, Reading, ScoreStep

HEAD_OFFSET = 1.0
"""What every reranked hit gets, so that it stands above those that were not."""
TAIL_RANGE = 0.5
"""What the fused scores below the head are mapped onto, from 0."""
CROSS_ENCODER = "cross-encoder"
HEAD = "read by the cross-encoder"
BASE = "lowest fused score beside it"


@dataclass(frozen=True, slots=True)
class _Scale:
    """A linear map of fused scores: `factor` x score + `shift`."""

    factor: float = 1.0
    shift: float = 0.0


class Blended:
    """A final ranking. The score of each hit is the sum of its steps: there is no other formula for it.

    Attributes:
        hits: Best first, with their final scores.
    """

    def __init__(
        self, parts: LaneParts, fused: Sequence[Hit], readings: Mapping[str, Reading], rerank: Rerank | None
    ) -> None:
        self._parts = parts
        self._reranked: dict[str, float] = {}
        self._head = self._tail = _Scale()
        if not readings or rerank is None:
            self.hits = list(fused)
            return
        head = [hit for hit in fused if hit.passage_id in readings]
        read = [readings[hit.passage_id] for hit in head]
        share = rerank.share(read)
        values = (share * rerank.scaled(read)).tolist()
        self._reranked = {hit.passage_id: value for hit, value in zip(head, values, strict=True)}
        self._head = _stretched([hit.score for hit in head], 1.0 - share)
        rest = [hit.score for hit in fused if hit.passage_id not in readings]
        self._tail = _stretched(rest, TAIL_RANGE)
        self.hits = ordered({hit.passage_id: sum(self._summands(hit.passage_id)) for hit in fused})

    def steps(self, passage_id: str) -> tuple[ScoreStep, ...]:
        """Return the summands of a hit's score: what each lane gave, the cross-encoder, constants."""
        lanes = [("fusion", lane, lane) for lane in self._parts[passage_id]]
        others = [("rerank", CROSS_ENCODER, None), ("offset", HEAD, None)]
        names = [*lanes, *(others if passage_id in self._reranked else ()), ("offset", BASE, None)]
        found = [
            ScoreStep(stage, label, value, lane)
            for (stage, label, lane), value in zip(names, self._summands(passage_id), strict=True)
        ]
        return tuple(step for step in found if step.value or step.stage != "offset")

    def _summands(self, passage_id: str) -> list[float]:
        read = passage_id in self._reranked
        scale = self._head if read else self._tail
        lanes = [scale.factor * part for part in self._parts[passage_id].values()]
        return [*lanes, *((self._reranked[passage_id], HEAD_OFFSET) if read else ()), scale.shift]


def blend(
    parts: LaneParts, fused: Sequence[Hit], readings: Mapping[str, Reading], rerank: Rerank | None
) -> Blended:
    """Reorder the reranked head of a fused ranking; the tail keeps its order below it.

    Within the head the final score is 1 + share x rerank + (1 - share) x fused: the cross-encoder's scores on
    the rule's scale, the fused ones min-max normalised over the head, which turns each lane's part by the
    same factor and adds a constant. The tail's fused scores are mapped into [0, 0.5], so that the head stays
    above it whatever the fusion's scale. Without readings the steps are the lanes' parts.

    Args:
        parts: See `search_app.fusion.FusionRule.parts`.
        fused: Their sums, best first.
        readings: {passage id: reading} of the head; empty when nothing was reranked.
        rerank: What the cross-encoder counts; a weight of 0 leaves the fused order.
    """
    return Blended(parts, fused, readings, rerank)


def _stretched(scores: Sequence[float], span: float) -> _Scale:
    """Return the map of `span` x min-max; where all are equal, the one that gives `span` to each."""
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    if high > low:
        return _Scale(span / (high - low), -span * low / (high - low))
    return _Scale(span / low, 0.0) if low > 0 else _Scale(0.0, span)
