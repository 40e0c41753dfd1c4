"""Choosing a setting by judgements, and what it is worth on queries it was not chosen on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pipelines.tune.cached_set import CachedSet
from pipelines.tune.space import (
    EQUAL,
    FEEDBACK_WEIGHTS,
    PAIRS,
    PLAIN_RRF,
    RERANK_DEPTHS,
    RULES,
    SINGLE,
    UNREAD,
    Fusion,
    Setting,
    fusions,
    weight_grid,
)
from pipelines.tune.values import feedback_values, fusion_values, pairs_values, rerank_values
from search_app.fusion import FUSION_METHODS
from search_app.lanes import LANES

Mask = NDArray[np.bool_]
SLACK = 0.0005
"""A dearer setting has to be better by more than this."""
NEAR = 0.005
"""Fusions further than this below the best are not tried with the cross-encoder."""


class Learner:
    """Learns settings from cached sets; every set counts the same whatever its size.

    Args:
        sets: What the lanes returned, see `cache_set`.
        rerank: Whether settings with the cross-encoder are tried.
        tell: Hears what is being computed.
    """

    def __init__(
        self, sets: Sequence[CachedSet], rerank: bool = True, tell: Callable[[str], None] | None = None
    ) -> None:
        self.sets, self._rerank = sets, rerank
        self._tell = tell or (lambda _: None)
        self._fusions, self._grid = fusions(), weight_grid()
        self._values = [fusion_values(cached) for cached in sets]
        self._paired: dict[tuple[int, Setting], NDArray[np.float64]] = {}
        self._fed: dict[tuple[int, Setting], NDArray[np.float64]] = {}
        self._reranked: dict[tuple[int, Setting], NDArray[np.float64]] = {}

    def everything(self) -> list[Mask]:
        """Return masks of all queries."""
        return [np.ones(len(cached.queries), dtype=bool) for cached in self.sets]

    def learn(self, masks: Sequence[Mask]) -> Setting:
        """Return the best setting by the mean over the sets of the mean nDCG@10 of the masked queries.

        The best fusion of each method is found first; for those of them that come near the best, the part of
        pairs of words next, then feedback's, then the cross-encoder's: reading heads is what takes the time.
        """
        means = _mean([values[:, :, mask] for values, mask in zip(self._values, masks, strict=True)])
        fused = [self._best_of(method, means) for method in FUSION_METHODS]
        highest = max(value for value, _ in fused)
        near = [(value, setting) for value, setting in fused if value >= highest - NEAR]
        best = near[0]
        for plain in near:
            for candidate in self._candidates(*self._enriched(*plain, masks), masks):
                if candidate[0] > best[0] + SLACK:
                    best = candidate
        return best[1]

    def _enriched(self, value: float, setting: Setting, masks: Sequence[Mask]) -> tuple[float, Setting]:
        if "bm25" in setting.first:
            value, setting = self._better(value, setting, masks, self._pairs_table, "bm25_pairs", PAIRS)
        return self._better(value, setting, masks, self._feedback_table, "feedback", FEEDBACK_WEIGHTS)

    def _best_of(self, method: str, means: NDArray[np.float64]) -> tuple[float, Setting]:
        rows = [place for place, fusion in enumerate(self._fusions) if fusion.method == method]
        row, column = np.unravel_index(int(np.argmax(means[rows])), means[rows].shape)
        value = float(means[rows[int(row)], column])
        return value, self._setting(rows[int(row)], int(column))

    def values(self, number: int, setting: Setting) -> NDArray[np.float64]:
        """Return float64[queries]: nDCG@10 of a setting on one set."""
        if setting.rerank_depth:
            table = self._rerank_table(number, replace(setting, rerank_depth=0, rule=UNREAD))
            return table[RERANK_DEPTHS.index(setting.rerank_depth), RULES.index(setting.rule)]
        if setting.feedback:
            plain = replace(setting, feedback=0.0)
            return self._feedback_table(number, plain)[FEEDBACK_WEIGHTS.index(setting.feedback)]
        if setting.bm25_pairs:
            plain = replace(setting, bm25_pairs=0.0)
            return self._pairs_table(number, plain)[PAIRS.index(setting.bm25_pairs)]
        row = int(np.flatnonzero((self._grid == np.array(setting.weights)).all(axis=1))[0])
        return self._values[number][self._fusions.index(setting.fusion), row]

    def plain_rrf(self) -> Setting:
        """Return reciprocal rank fusion with k = 60 and equal weights."""
        deepest = max(fusion.depth for fusion in self._fusions)
        return self._setting(self._fusions.index(Fusion("rrf", PLAIN_RRF, deepest)), EQUAL)

    def best_lane(self, masks: Sequence[Mask]) -> tuple[str, Setting]:
        """Return the single lane that is best on the masked queries."""
        settings = {
            lane: self._setting(self._fusions.index(self.plain_rrf().fusion), row)
            for lane, row in zip(LANES, SINGLE, strict=True)
        }
        means = {
            lane: float(np.mean([self.values(n, setting)[mask].mean() for n, mask in _used(masks)]))
            for lane, setting in settings.items()
        }
        name = max(means, key=lambda lane: means[lane])
        return name, settings[name]

    def _setting(self, fusion: int, row: int) -> Setting:
        return Setting(self._fusions[fusion], tuple(self._grid[row].tolist()))

    def _better(
        self,
        value: float,
        setting: Setting,
        masks: Sequence[Mask],
        table: Callable[[int, Setting], NDArray[np.float64]],
        part: Literal["bm25_pairs", "feedback"],
        choices: Sequence[float],
    ) -> tuple[float, Setting]:
        """Return the setting with the best choice of a part, or as it is where that gains too little."""
        means = _mean([table(number, setting)[:, mask] for number, mask in _used(masks)])
        best = int(np.argmax(means))
        if means[best] <= value + SLACK:
            return value, setting
        changes: dict[str, Any] = {part: choices[best]}
        return float(means[best]), replace(setting, **changes)

    def _candidates(
        self, value: float, setting: Setting, masks: Sequence[Mask]
    ) -> list[tuple[float, Setting]]:
        found = [(value, setting)]
        if not self._rerank:
            return found
        means = _mean([self._rerank_table(number, setting)[..., mask] for number, mask in _used(masks)])
        for row, depth in enumerate(RERANK_DEPTHS):
            column = int(np.argmax(means[row]))
            reranked = replace(setting, rerank_depth=depth, rule=RULES[column])
            found.append((float(means[row, column]), reranked))
        return found

    def _pairs_table(self, number: int, setting: Setting) -> NDArray[np.float64]:
        key = (number, setting)
        if key not in self._paired:
            self._paired[key] = pairs_values(self.sets[number], setting)
        return self._paired[key]

    def _feedback_table(self, number: int, setting: Setting) -> NDArray[np.float64]:
        key = (number, setting)
        if key not in self._fed:
            self._fed[key] = feedback_values(self.sets[number], setting)
        return self._fed[key]

    def _rerank_table(self, number: int, setting: Setting) -> NDArray[np.float64]:
        key = (number, setting)
        if key not in self._reranked:
            self._tell(f"{self.sets[number].name}: reading heads of {setting.fusion.method} fusions")
            self._reranked[key] = rerank_values(self.sets[number], setting)
        return self._reranked[key]


def _used(masks: Sequence[Mask]) -> list[tuple[int, Mask]]:
    return [(number, mask) for number, mask in enumerate(masks) if bool(mask.any())]


def _mean(tables: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Mean over the sets of the mean over each one's queries; sets without a query do not count."""
    found: NDArray[np.float64] = np.mean([table.mean(axis=-1) for table in tables if table.shape[-1]], axis=0)
    return found
