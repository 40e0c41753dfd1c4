"""Choosing a profile by judgements, and what it is worth on queries it was not chosen on."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipelines.tune.cached_set import CachedSet
from pipelines.tune.space import Space, reranks, with_feedback, with_options
from pipelines.tune.values import fusion_values, profile_values, rerank_values
from search_app.fusion import FUSION_METHODS
from search_app.ranking.profile import Profile
from search_app.ranking.profile_file import profile_text

Mask = NDArray[np.bool_]
Scored = tuple[float, Profile]
SLACK = 0.0005
"""A dearer profile has to be better by more than this."""
NEAR = 0.005
"""Fusions further than this below the best are not tried with the cross-encoder."""


class Learner:
    """Learns profiles from cached sets; every set counts the same whatever its size.

    Args:
        sets: What the lanes returned, see `cache_set`.
        space: The fusions and weights that are tried.
        rerank: Whether profiles with the cross-encoder are tried.
        tell: Hears what is being computed.
    """

    def __init__(
        self,
        sets: Sequence[CachedSet],
        space: Space,
        rerank: bool = True,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self.sets, self.space, self._rerank = sets, space, rerank
        self._tell = tell or (lambda _: None)
        self._fusions, self._weights, self._tried = space.fusions, space.weights, reranks()
        self._table = [fusion_values(cached, space) for cached in sets]
        self._values: dict[tuple[int, str], NDArray[np.float64]] = {}
        self._reranked: dict[tuple[int, str], dict[int, NDArray[np.float64]]] = {}

    def everything(self) -> list[Mask]:
        """Return masks of all queries."""
        return [np.ones(len(cached.queries), dtype=bool) for cached in self.sets]

    def learn(self, masks: Sequence[Mask]) -> Profile:
        """Return the best profile by the mean over the sets of the mean nDCG@10 of the masked queries.

        The best fusion of each method is found first; for those of them that come near the best, the lanes'
        options next, then feedback, then the cross-encoder: reading heads is what takes the time.
        """
        means = _mean([values[:, :, mask] for values, mask in zip(self._table, masks, strict=True)])
        fused = [self._best_of(method, means) for method in FUSION_METHODS]
        highest = max(value for value, _ in fused)
        near = [(value, profile) for value, profile in fused if value >= highest - NEAR]
        best = near[0]
        for plain in near:
            for candidate in self._candidates(self._enriched(plain, masks), masks):
                if candidate[0] > best[0] + SLACK:
                    best = candidate
        return best[1]

    def values(self, number: int, profile: Profile) -> NDArray[np.float64]:
        """Return float64[queries]: nDCG@10 of a profile on one set, as it is served."""
        key = number, profile_text(profile)
        if key not in self._values:
            self._values[key] = profile_values(self.sets[number], profile)
        return self._values[key]

    def best_lane(self, masks: Sequence[Mask]) -> tuple[str, Profile]:
        """Return the single lane that is best on the masked queries."""
        profiles = {lane: self.space.single(lane) for lane in self.space.lanes}
        name = max(profiles, key=lambda lane: self._mean_of(profiles[lane], masks))
        return name, profiles[name]

    def _best_of(self, method: str, means: NDArray[np.float64]) -> Scored:
        rows = [place for place, fusion in enumerate(self._fusions) if fusion.rule.method == method]
        row, column = np.unravel_index(int(np.argmax(means[rows])), means[rows].shape)
        found = rows[int(row)]
        point = self.space.point(self._fusions[found], self._weights[int(column)].tolist())
        return float(means[found, column]), point

    def _enriched(self, plain: Scored, masks: Sequence[Mask]) -> Scored:
        found = plain
        for lane in plain[1].lanes:
            found = self._better(found, with_options(found[1], lane), masks)
        return self._better(found, with_feedback(found[1]), masks)

    def _better(self, known: Scored, tried: Sequence[Profile], masks: Sequence[Mask]) -> Scored:
        """Return the best of the profiles, or the known one where that gains too little."""
        scored = [(self._mean_of(profile, masks), profile) for profile in tried]
        best = max(scored, key=lambda each: each[0], default=known)
        return best if best[0] > known[0] + SLACK else known

    def _candidates(self, plain: Scored, masks: Sequence[Mask]) -> list[Scored]:
        """Return a profile as it is, and with the best that the cross-encoder does at each depth."""
        found = [plain]
        if not self._rerank:
            return found
        tables = [(self._rules(number, plain[1]), mask) for number, mask in _used(masks)]
        for depth, rules in self._tried.items():
            means = _mean([table[depth][:, mask] for table, mask in tables])
            best = int(np.argmax(means))
            found.append((float(means[best]), replace(plain[1], rerank=rules[best])))
        return found

    def _rules(self, number: int, profile: Profile) -> dict[int, NDArray[np.float64]]:
        key = number, profile_text(profile)
        if key not in self._reranked:
            self._tell(f"{self.sets[number].name}: reading heads of {profile.fusion.method} fusions")
            self._reranked[key] = rerank_values(self.sets[number], profile, self._tried)
        return self._reranked[key]

    def _mean_of(self, profile: Profile, masks: Sequence[Mask]) -> float:
        return float(np.mean([self.values(number, profile)[mask].mean() for number, mask in _used(masks)]))


def _used(masks: Sequence[Mask]) -> list[tuple[int, Mask]]:
    return [(number, mask) for number, mask in enumerate(masks) if bool(mask.any())]


def _mean(tables: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """Mean over the sets of the mean over each one's queries; sets without a query do not count."""
    found: NDArray[np.float64] = np.mean([table.mean(axis=-1) for table in tables if table.shape[-1]], axis=0)
    return found
