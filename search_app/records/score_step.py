"""One step on the way of a hit to its final score."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """One summand of `Result.score`; the values of all steps of a result sum to it.

    Attributes:
        stage: "fusion" for what a lane gave, "rerank" for what the cross-encoder gave, "offset" for a
            constant that is the same for every hit of the same part of the list.
        label: What to call it: the lane, "cross-encoder", or what the constant does.
        value: The summand, on the scale of the final score; may be negative.
        lane: The lane of a "fusion" step, else None.
    """

    stage: Literal["fusion", "rerank", "offset"]
    label: str
    value: float
    lane: str | None = None
