"""What a fusion method is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from search_app.fusion.lane_parts import LaneParts
from search_app.records import Ranking


class Weighing(Protocol):
    """What a method is given beside the rankings: the settings of `search_app.fusion.FusionRule`."""

    @property
    def k(self) -> float:
        """The constant of reciprocal rank fusion."""

    @property
    def weights(self) -> Mapping[str, float]:
        """{lane: factor}; a lane that is not named counts 1."""


@dataclass(frozen=True, slots=True)
class FusionMethod:
    """One way of making one ranking of several.

    Attributes:
        name: As in profiles.
        words: What it goes by, after "fused", as in "by reciprocal rank".
        parts: Returns what each lane gives to each passage; the sums are the fused scores. A lane's weight
            only multiplies what the lane gives: `tune` fuses once for all weights.
        uses: Settings of the rule that it goes by, beside the weights.
    """

    name: str
    words: str
    parts: Callable[[Sequence[Ranking], Weighing], LaneParts]
    uses: tuple[str, ...] = ()
