"""The profiles that are tried."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from search_app.fusion import FUSION_METHODS, FusionRule
from search_app.lanes import FEEDBACK, LANES
from search_app.lanes.bm25 import BM25, Bm25Options
from search_app.lanes.feedback import Feedback
from search_app.ranking.profile import Profile
from search_app.ranking.rerank import RERANK_SCALES, Rerank

DEPTH = 200
RRF_CONSTANTS = (5.0, 10.0, 20.0, 40.0, 60.0, 100.0)
DEPTHS = (100, DEPTH)
RERANK_DEPTHS = (10, 20, 30, 50)
FEEDBACK_WEIGHTS = tuple(step / 10 for step in range(1, 7))
"""Beside lanes whose weights sum to 1; how many first hits feedback goes by is a profile's usual number."""
PAIRS = (0.2, 0.3, 0.4)
"""What pairs of neighbouring words count in BM25."""
RULES = tuple(
    Rerank(weight=step / 20, fade=fade, scale=scale)
    for scale in RERANK_SCALES
    for fade in (0.0, 2.0)
    for step in range(1, 21)
)
"""What the cross-encoder counts: two scales, a share that falls with what it could read or not, weights."""
UNREAD = Rerank(weight=0.0)
PLAIN_RRF = 60.0


@dataclass(frozen=True, slots=True)
class Fusion:
    """A fusion without its weights.

    Attributes:
        method: See `search_app.fusion`.
        k: Constant of "rrf"; 0 for the others.
        depth: Hits taken of each lane.
    """

    method: str
    k: float
    depth: int

    def rule(self, weights: Mapping[str, float]) -> FusionRule:
        """Return the rule of a profile that fuses so."""
        return FusionRule(self.method, self.k or PLAIN_RRF, weights)


@dataclass(frozen=True, slots=True)
class Setting:
    """One point of the space.

    Attributes:
        fusion: How lanes are joined.
        weights: One factor per lane, in the order of `LANES`, summing to 1.
        feedback: Factor of the feedback lane, or 0.
        rerank_depth: Length of the head the cross-encoder reads, or 0.
        rule: What it counts, one of `RULES`; its depth is not used.
        bm25_pairs: One of `PAIRS`, or 0, see `search_app.lanes.bm25.Bm25Options`.
    """

    fusion: Fusion
    weights: tuple[float, ...]
    feedback: float = 0.0
    rerank_depth: int = 0
    rule: Rerank = UNREAD
    bm25_pairs: float = 0.0

    @property
    def first(self) -> Mapping[str, float]:
        """{lane: factor} of the lanes that are asked by the question; one without weight is not asked."""
        return {
            lane: round(factor, 4) for lane, factor in zip(LANES, self.weights, strict=True) if factor > 0
        }

    @property
    def factors(self) -> Mapping[str, float]:
        """{lane: factor} of every lane that takes part."""
        return {**self.first, FEEDBACK: self.feedback} if self.feedback else self.first

    def profile(self, name: str, provenance: Mapping[str, str | float | int]) -> Profile:
        """Return the profile that serves this setting."""
        return Profile(
            name=name,
            lanes=tuple(self.first),
            depth=self.fusion.depth,
            options={BM25: Bm25Options(self.bm25_pairs)},
            fusion=self.fusion.rule(self.factors),
            feedback=Feedback() if self.feedback else None,
            rerank=replace(self.rule, depth=self.rerank_depth) if self.rerank_depth else None,
            provenance=provenance,
        )


def fusions() -> list[Fusion]:
    """Every fusion that is tried, shallow ones first."""
    found = []
    for depth, method in product(DEPTHS, FUSION_METHODS):
        constants: Sequence[float] = RRF_CONSTANTS if method == "rrf" else (0.0,)
        found += [Fusion(method, constant, depth) for constant in constants]
    return found


def weight_grid() -> NDArray[np.float64]:
    """Return float64[ways, lanes]: equal weights first, single lanes next, then steps of a tenth."""
    count = len(LANES)
    steps = [point for point in product(range(11), repeat=count) if sum(point) == 10 and max(point) < 10]
    rows = [np.full((1, count), 1.0 / count), np.eye(count), np.array(steps) / 10.0]
    return np.concatenate(rows)


EQUAL = 0
"""Row of `weight_grid` with equal weights."""
SINGLE = tuple(range(1, 1 + len(LANES)))
"""Rows of the single lanes, in the order of `LANES`."""
