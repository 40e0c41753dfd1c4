"""How rankings are fused: the part of a profile that the fusion goes by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search_app.fusion.method import FUSION_METHODS
from search_app.records.setting import check_settings, setting


def _served_weights() -> dict[str, float]:
    return {"dense": 0.4, "sparse": 0.3, "bm25": 0.3, "feedback": 0.5}


@dataclass(frozen=True, slots=True)
class FusionRule:
    """A method and what it is given. The defaults are those that are served.

    Attributes:
        method: One of `FUSION_METHODS`.
        k: Constant of reciprocal rank fusion; the others have none.
        weights: {lane: factor}; a lane that is not named counts 1.
    """

    method: str = setting("zscore", '"rrf" goes by ranks, the others by scores', choices=FUSION_METHODS)
    k: float = setting(60.0, 'constant of "rrf", not used by the others', low=0.0)
    weights: Mapping[str, float] = field(default_factory=_served_weights)

    def __post_init__(self) -> None:
        check_settings(self, "fusion")

    def weight(self, lane: str) -> float:
        """Return a lane's factor."""
        return self.weights.get(lane, 1.0)
