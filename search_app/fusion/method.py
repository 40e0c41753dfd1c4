"""The fusion methods a profile can name."""

from collections.abc import Callable, Mapping, Sequence

from search_app.fusion.lane_parts import LaneParts, summed
from search_app.fusion.reciprocal_rank import reciprocal_rank_parts
from search_app.fusion.weighted import weighted_parts, z_score_parts
from search_app.records import Hit, Ranking

Weights = Mapping[str, float] | None
Method = Callable[[Sequence[Ranking], float, Weights], LaneParts]
"""Takes rankings, the constant k and {lane: factor}; returns what each lane gives to each passage."""

_METHODS: Mapping[str, Method] = {
    "rrf": reciprocal_rank_parts,
    "weighted": lambda rankings, _, weights: weighted_parts(rankings, weights),
    "zscore": lambda rankings, _, weights: z_score_parts(rankings, weights),
}
FUSION_METHODS = tuple(_METHODS)


def fusion_parts(
    rankings: Sequence[Ranking], method: str = "rrf", k: float = 60.0, weights: Weights = None
) -> LaneParts:
    """Return {passage id: {lane: summand}}; the summands of a passage add up to its fused score.

    Args:
        rankings: One per lane, best first.
        method: One of `FUSION_METHODS`: "rrf" (ranks), "weighted" (min-max scores) or "zscore".
        k: Constant of "rrf"; the others have none.
        weights: {lane: factor}; a lane that is not named counts 1.
    """
    return _METHODS[method](rankings, k, weights)


def fuse(
    rankings: Sequence[Ranking], method: str = "rrf", k: float = 60.0, weights: Weights = None
) -> list[Hit]:
    """Return the fused ranking, best first; arguments as for `fusion_parts`."""
    return summed(fusion_parts(rankings, method, k, weights))
