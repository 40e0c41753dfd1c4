"""What learned profiles are worth on queries, or whole data sets, they were not learned on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.tune.learn import Learner, Mask
from search_app.evaluation.comparison import Comparison, compare, corrected


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Held-out values of one data set, each float64[queries] of nDCG@10.

    Attributes:
        name: The data set.
        tuned: Of profiles learned without the query (or without the data set).
        plain_rrf: Of reciprocal rank fusion, k = 60, equal weights, no reranking.
        best_lane: Of the single lane that is best on this very set, which favours the lane.
        lane: Which lane that is.
    """

    name: str
    tuned: NDArray[np.float64]
    plain_rrf: NDArray[np.float64]
    best_lane: NDArray[np.float64]
    lane: str


def cross_validated(learner: Learner, folds: int = 5, seed: int = 13) -> list[HeldOut]:
    """Learn on all folds but one, measure on that one, for every fold; folds are drawn within each set."""
    generator = np.random.default_rng(seed)
    drawn = [generator.permutation(len(cached.queries)) % folds for cached in learner.sets]
    tuned = [np.zeros(len(cached.queries)) for cached in learner.sets]
    for fold in range(folds):
        profile = learner.learn([numbers != fold for numbers in drawn])
        for number, numbers in enumerate(drawn):
            held = numbers == fold
            if held.any():
                tuned[number][held] = learner.values(number, profile)[held]
    return [_beside(learner, number, values) for number, values in enumerate(tuned)]


def leave_one_out(learner: Learner) -> list[HeldOut]:
    """Learn on all data sets but one and measure on that one, for every data set."""
    found = []
    for left, cached in enumerate(learner.sets):
        masks: list[Mask] = learner.everything()
        masks[left] = np.zeros(len(cached.queries), dtype=bool)
        found.append(_beside(learner, left, learner.values(left, learner.learn(masks))))
    return found


def against_baselines(results: list[HeldOut]) -> tuple[Comparison, ...]:
    """Compare with the best single lanes and with plain RRF over all queries, corrected by Holm."""
    tuned = np.concatenate([result.tuned for result in results])
    pairs = {
        "best single lane": np.concatenate([result.best_lane for result in results]),
        "plain RRF k=60": np.concatenate([result.plain_rrf for result in results]),
    }
    return corrected(
        [compare(name, "tuned, held out", "nDCG@10", values, tuned) for name, values in pairs.items()]
    )


def _beside(learner: Learner, number: int, tuned: NDArray[np.float64]) -> HeldOut:
    only: list[Mask] = [
        np.full(len(cached.queries), place == number) for place, cached in enumerate(learner.sets)
    ]
    lane, single = learner.best_lane(only)
    rrf = learner.values(number, learner.space.plain_rrf)
    return HeldOut(learner.sets[number].name, tuned, rrf, learner.values(number, single), lane)
