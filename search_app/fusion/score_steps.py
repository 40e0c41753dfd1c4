"""The way of every hit to its final score, as summands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search_app.fusion.blend import HEAD_OFFSET, TAIL_RANGE
from search_app.fusion.blend_rule import BlendRule
from search_app.fusion.lane_parts import LaneParts
from search_app.records import Hit, Reading, ScoreStep

CROSS_ENCODER = "cross-encoder"
HEAD = "read by the cross-encoder"
BASE = "lowest fused score beside it"


@dataclass(frozen=True, slots=True)
class _Scale:
    """A linear map of fused scores: `factor` x score + `shift`."""

    factor: float
    shift: float


def score_steps(
    parts: LaneParts, fused: Sequence[Hit], readings: Mapping[str, Reading], rule: BlendRule
) -> dict[str, tuple[ScoreStep, ...]]:
    """Return {passage id: steps}, the summands of what `blend` computes.

    Without readings the steps are the lanes' parts of the fused score. With them the fused score is
    stretched over the hits beside it, which turns each lane's part by the same factor and adds a constant.

    Args:
        parts: See `fusion_parts`.
        fused: What `blend` was given, best first.
        readings: {passage id: reading} of the head; empty when nothing was reranked.
        rule: What the cross-encoder counts, as for `blend`.
    """
    if not readings:
        return {hit.passage_id: tuple(_lane_steps(parts[hit.passage_id], 1.0)) for hit in fused}
    head = [hit for hit in fused if hit.passage_id in readings]
    tail = [hit for hit in fused if hit.passage_id not in readings]
    steps = {}
    read = [readings[hit.passage_id] for hit in head]
    share = rule.share(read)
    scale = _stretched([hit.score for hit in head], 1.0 - share)
    for hit, score in zip(head, rule.scaled(read).tolist(), strict=True):
        steps[hit.passage_id] = (
            *_lane_steps(parts[hit.passage_id], scale.factor),
            ScoreStep("rerank", CROSS_ENCODER, share * score),
            *_offsets((HEAD, HEAD_OFFSET), (BASE, scale.shift)),
        )
    scale = _stretched([hit.score for hit in tail], TAIL_RANGE)
    for hit in tail:
        steps[hit.passage_id] = (
            *_lane_steps(parts[hit.passage_id], scale.factor),
            *_offsets((BASE, scale.shift)),
        )
    return steps


def _stretched(scores: Sequence[float], span: float) -> _Scale:
    """Return the map of `span` x min-max; where all are equal, the one that gives `span` to each."""
    low, high = min(scores, default=0.0), max(scores, default=0.0)
    if high > low:
        return _Scale(span / (high - low), -span * low / (high - low))
    return _Scale(span / low, 0.0) if low > 0 else _Scale(0.0, span)


def _lane_steps(lanes: Mapping[str, float], factor: float) -> Iterable[ScoreStep]:
    return (ScoreStep("fusion", lane, factor * part, lane) for lane, part in lanes.items())


def _offsets(*constants: tuple[str, float]) -> Iterable[ScoreStep]:
    return (ScoreStep("offset", label, value) for label, value in constants if value)
