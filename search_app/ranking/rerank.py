"""How much the cross-encoder counts beside the lanes, and on which scale."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_app.fusion import min_max, softmax
from search_app.records import Reading
from search_app.records.setting import check_settings, setting

RERANK_SCALES = ("minmax", "softmax")
_TWENTIETHS = tuple(step / 20 for step in range(1, 21))


@dataclass(frozen=True, slots=True)
class Rerank:
    """The part of a profile that reranking goes by. docs/evaluation.md has the figures it rests on.

    Attributes:
        depth: Length of the fused head the cross-encoder reads.
        weight: Share of the cross-encoder in the final scores, in [0, 1], where it has read whole passages.
        fade: How steeply the share falls with what it could read: its odds against the lanes are those of
            `weight` x extent^fade, with the mean extent of the head's readings. 0 leaves the share as it is.
        scale: Its scores within the head: "minmax" maps them onto [0, 1], whatever they say; "softmax" takes
            them for the top-one probabilities of ListNet (Cao et al. 2007), which is what a listwise loss
            teaches. Where it cannot tell, they are all small, and the lanes decide.
    """

    depth: int = setting(
        30, "head of the fused ranking that the cross-encoder reads", low=1, high=1000, tried=(10, 20, 30, 50)
    )
    weight: float = setting(
        0.55, "its share in the final score of that head", low=0, high=1, tried=_TWENTIETHS
    )
    fade: float = setting(
        2.0, "how steeply that falls with what it could read; 0: not at all", low=0, high=10, tried=(0.0, 2.0)
    )
    scale: str = setting(
        "softmax",
        "its scores: stretched, or as probabilities",
        choices=RERANK_SCALES,
        tried=RERANK_SCALES,
    )

    def __post_init__(self) -> None:
        check_settings(self, "rerank")

    @property
    def summary(self) -> str:
        """What it does, in a few words."""
        return f"first {self.depth} reranked, {self.scale}, blend {self.weight:g}, fade {self.fade:g}"

    def share(self, readings: Collection[Reading]) -> float:
        """Return the cross-encoder's share for one head, from 0 to `weight`; the lanes have the rest."""
        if not readings:
            return 0.0
        extent = sum(reading.extent for reading in readings) / len(readings)
        against = self.weight * extent**self.fade
        return float(against / (against + 1.0 - self.weight)) if against else 0.0

    def blended(self, own: NDArray[np.float64], readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Return float64[n]: share x rerank + (1 - share) x own of each passage of a whole head.

        Args:
            own: float64[n], the fused scores, min-max normalised.
            readings: Of the same passages.
        """
        share = self.share(readings)
        return share * self.scaled(readings) + (1.0 - share) * own

    def scaled(self, readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Return float64[n] in [0, 1]: the scores of a whole head on the rule's scale."""
        scores = np.array([reading.score for reading in readings], dtype=np.float64)
        return softmax(scores) if self.scale == "softmax" else min_max(scores)
