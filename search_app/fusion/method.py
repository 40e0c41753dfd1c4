"""The fusion methods a profile can name."""

from collections.abc import Mapping, Sequence
from typing import Literal

from search_app.fusion.lane_parts import LaneParts, summed
from search_app.fusion.reciprocal_rank import reciprocal_rank_parts
from search_app.fusion.weighted import weighted_parts, z_score_parts
from search_app.records import Hit, Ranking

FusionMethod = Literal["rrf", "weighted", "zscore"]
FUSION_METHODS: tuple[FusionMethod, ...] = ("rrf", "weighted", "zscore")


def fusion_parts(
    rankings: Sequence[Ranking],
    method: FusionMethod = "rrf",
    k: float = 60.0,
    weights: Mapping[str, float] | None = None,
) -> LaneParts:
    """Return {passage id: {lane: summand}}; the summands of a passage add up to its fused score.

    Args:
        rankings: One per lane, best first.
        method: "rrf" (ranks), "weighted" (min-max scores) or "zscore".
        k: Constant of "rrf"; the others have none.
        weights: {lane: factor}; a lane that is not named counts 1.
    """
    if method == "rrf":
        return reciprocal_rank_parts(rankings, k, weights)
    return weighted_parts(rankings, weights) if method == "weighted" else z_score_parts(rankings, weights)


def fuse(
    rankings: Sequence[Ranking],
    method: FusionMethod = "rrf",
    k: float = 60.0,
    weights: Mapping[str, float] | None = None,
) -> list[Hit]:
    """Return the fused ranking, best first; arguments as for `fusion_parts`."""
    return summed(fusion_parts(rankings, method, k, weights))
