"""Two systems on the same queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from search_app.evaluation.bootstrap import bootstrap_interval
from search_app.evaluation.randomisation import holm, randomisation_p

Verdict = Literal["better", "worse", "no difference found", "too few queries to tell"]
LEVEL = 0.05
_LEAST_QUERIES = 20
"""Fewer queries leave the interval wider than any difference between good systems."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One system beside a baseline, by one measure.

    Attributes:
        baseline: Name of the first system.
        system: Name of the other one.
        measure: Which measure.
        queries: Number of queries compared.
        baseline_mean: Mean of the first.
        system_mean: Mean of the other.
        interval: 95 % bootstrap interval of the difference, system less baseline.
        p: Two-sided p of the paired randomisation test.
        corrected_p: The same after Holm's correction for all comparisons made together.
        wins: Queries on which the system is better.
        losses: Queries on which it is worse.
    """

    baseline: str
    system: str
    measure: str
    queries: int
    baseline_mean: float
    system_mean: float
    interval: tuple[float, float]
    p: float
    corrected_p: float
    wins: int
    losses: int

    @property
    def difference(self) -> float:
        """Mean of the system less that of the baseline."""
        return self.system_mean - self.baseline_mean

    @property
    def verdict(self) -> Verdict:
        """What can be said at the 5 % level, after the correction."""
        if self.corrected_p < LEVEL:
            return "better" if self.difference > 0 else "worse"
        return "too few queries to tell" if self.queries < _LEAST_QUERIES else "no difference found"


def compare(
    baseline: str,
    system: str,
    measure: str,
    baseline_values: NDArray[np.float64],
    system_values: NDArray[np.float64],
) -> Comparison:
    """Compare two systems; both arrays are float64[queries] over the same queries in the same order."""
    differences = system_values - baseline_values
    p = randomisation_p(differences)
    return Comparison(
        baseline,
        system,
        measure,
        differences.size,
        float(baseline_values.mean()),
        float(system_values.mean()),
        bootstrap_interval(differences),
        p,
        p,
        int((differences > 0).sum()),
        int((differences < 0).sum()),
    )


def corrected(comparisons: Sequence[Comparison]) -> tuple[Comparison, ...]:
    """Return the comparisons with p corrected for their number by Holm's method."""
    found = holm([comparison.p for comparison in comparisons])
    return tuple(replace(comparison, corrected_p=p) for comparison, p in zip(comparisons, found, strict=True))
