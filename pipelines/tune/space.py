"""The profiles that are tried: what their parts declare as tried, and how much the lanes count."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_app.fusion import METHODS, FusionRule
from search_app.lanes import FEEDBACK, KINDS, SERVED_LANES
from search_app.lanes.feedback import Feedback
from search_app.ranking.profile import Profile
from search_app.ranking.rerank import Rerank
from search_app.records.setting import tried_values, variants

FEEDBACK_WEIGHTS = tuple(step / 10 for step in range(1, 7))
"""Beside lanes whose weights sum to 1."""
DEPTHS: Sequence[int] = tried_values(Profile())["depth"]
PLAIN_RRF = 60.0


@dataclass(frozen=True, slots=True)
class Fusion:
    """A fusion without its weights.

    Attributes:
        rule: Its method and settings; its weights are not used.
        depth: Hits taken of each lane.
    """

    rule: FusionRule
    depth: int


@dataclass(frozen=True, slots=True)
class Space:
    """What is tried, step by step: fusions and weights first, then what only changes one part.

    Attributes:
        lanes: Lanes that may be asked by the question.
    """

    lanes: tuple[str, ...] = SERVED_LANES

    @property
    def fusions(self) -> list[Fusion]:
        """Every fusion that is tried, shallow ones first."""
        rules = [
            rule
            for method in METHODS.values()
            for rule in variants(FusionRule(method.name, weights={}), method.uses)
        ]
        return [Fusion(rule, depth) for depth, rule in product(DEPTHS, rules)]

    @property
    def weights(self) -> NDArray[np.float64]:
        """float64[ways, lanes]: equal weights first, single lanes next, then steps of a tenth; sums are 1."""
        count = len(self.lanes)
        steps = [point for point in product(range(11), repeat=count) if sum(point) == 10 and max(point) < 10]
        rows = [np.full((1, count), round(1.0 / count, 4)), np.eye(count)]
        if steps:
            rows.append(np.array(steps) / 10.0)
        return np.concatenate(rows)

    def point(self, fusion: Fusion, weights: Sequence[float]) -> Profile:
        """Return the profile of a fusion with these weights; a lane without weight is not asked.

        Lanes are asked plainly, see `search_app.lanes.LaneKind`; nothing is fed back or reranked.
        """
        factors = {
            lane: float(factor) for lane, factor in zip(self.lanes, weights, strict=True) if factor > 0
        }
        return Profile(
            lanes=tuple(factors),
            depth=fusion.depth,
            options={lane: KINDS[lane].plain for lane in self.lanes if KINDS[lane].options is not None},
            fusion=replace(fusion.rule, weights=factors),
            feedback=None,
            rerank=None,
        )

    def single(self, lane: str) -> Profile:
        """Return the profile that only asks one lane."""
        return self.point(self._plain, [float(name == lane) for name in self.lanes])

    @property
    def plain_rrf(self) -> Profile:
        """Reciprocal rank fusion with k = 60 and equal weights."""
        return self.point(self._plain, self.weights[0].tolist())

    @property
    def _plain(self) -> Fusion:
        return Fusion(FusionRule("rrf", PLAIN_RRF, {}), max(DEPTHS))


def tried_options(lane: str) -> list[Any]:
    """Return the options that are tried for a lane; none where it has nothing to try."""
    options = KINDS[lane].options
    return variants(options) if options is not None and tried_values(options) else []


def with_options(profile: Profile, lane: str) -> list[Profile]:
    """Return a profile with each of the options that are tried for one of its lanes."""
    return [replace(profile, options={**profile.options, lane: each}) for each in tried_options(lane)]


def with_feedback(profile: Profile) -> list[Profile]:
    """Return a profile with feedback in every way that is tried."""
    rule = profile.fusion
    return [
        replace(profile, feedback=part, fusion=replace(rule, weights={**rule.weights, FEEDBACK: weight}))
        for part, weight in product(variants(Feedback()), FEEDBACK_WEIGHTS)
    ]


def reranks() -> dict[int, list[Rerank]]:
    """Return {depth: what is tried of the cross-encoder with a head of that length}, short heads first."""
    found: dict[int, list[Rerank]] = {}
    for rule in variants(Rerank()):
        found.setdefault(rule.depth, []).append(rule)
    return dict(sorted(found.items()))
