"""How rankings are fused: the part of a profile that the fusion goes by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from search_app.fusion.lane_parts import LaneParts, summed
from search_app.fusion.method import FusionMethod
from search_app.fusion.methods import FUSION_METHODS, METHODS
from search_app.records import Hit, Ranking
from search_app.records.setting import check_settings, setting

SERVED_WEIGHTS: Mapping[str, float] = {"dense": 0.4, "sparse": 0.3, "bm25": 0.3, "feedback": 0.5}
"""The lanes that are served where a profile says nothing, and what they count."""


@dataclass(frozen=True, slots=True)
class FusionRule:
    """A method and what it is given. The defaults are those that are served.

    Attributes:
        method: One of `FUSION_METHODS`.
        k: Constant of reciprocal rank fusion; the others have none.
        weights: {lane: factor}; a lane that is not named counts 1.
    """

    method: str = setting("zscore", '"rrf" goes by ranks, the others by scores', choices=FUSION_METHODS)
    k: float = setting(
        60.0, 'constant of "rrf", not used by the others', low=0.0, tried=(5.0, 10.0, 20.0, 40.0, 60.0, 100.0)
    )
    weights: Mapping[str, float] = field(
        default_factory=lambda: dict(SERVED_WEIGHTS),
        metadata={"meaning": "a lane that is not named counts 1"},
    )

    def __post_init__(self) -> None:
        check_settings(self, "fusion")

    @property
    def by(self) -> FusionMethod:
        """The method."""
        return METHODS[self.method]

    def weight(self, lane: str) -> float:
        """Return a lane's factor."""
        return self.weights.get(lane, 1.0)

    def parts(self, rankings: Sequence[Ranking]) -> LaneParts:
        """Return {passage id: {lane: summand}}; the summands of a passage add up to its fused score."""
        return self.by.parts(rankings, self)

    def fuse(self, rankings: Sequence[Ranking]) -> list[Hit]:
        """Return the fused ranking, best first."""
        return summed(self.parts(rankings))

    def summary(self, lanes: Sequence[str]) -> str:
        """Say in a few words how these lanes are fused."""
        used = "".join(f" {name}={_short(getattr(self, name))}" for name in self.by.uses)
        return f"{self.method}{used} of {', '.join(f'{lane} {self.weight(lane):g}' for lane in lanes)}"


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
