"""Whether a difference between two systems may be chance."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 100_000
SEED = 13
_EXACT_QUERIES = 16  # 2^16 sign patterns are fewer than the permutations drawn beyond it


def randomisation_p(
    differences: NDArray[np.float64], permutations: int = PERMUTATIONS, seed: int = SEED
) -> float:
    """Return the two-sided p of the paired randomisation test (Smucker, Allan and Carterette, CIKM 2007).

    Under the hypothesis that both systems are the same, each query's difference could as well have had the
    other sign. Exact over all patterns for up to 16 queries that differ, else over random ones, the
    observed one counted in.

    Args:
        differences: float64[queries], one system's value less the other's.
        permutations: Number of random patterns.
        seed: Fixed, so that the same values give the same p.
    """
    differing = differences[differences != 0.0]
    if differing.size == 0:
        return 1.0
    observed = abs(float(differing.sum())) - 1e-12
    if differing.size <= _EXACT_QUERIES:
        patterns = np.arange(2**differing.size, dtype=np.uint32)[:, None]
        signs = 1.0 - 2.0 * ((patterns >> np.arange(differing.size, dtype=np.uint32)) & 1)
        return float((np.abs(signs @ differing) >= observed).mean())
    generator = np.random.default_rng(seed)
    block = max(1, 4_000_000 // differing.size)
    extreme = 0
    for start in range(0, permutations, block):
        count = min(block, permutations - start)
        flips = generator.integers(0, 2, (count, differing.size), dtype=np.int8)
        totals = (1.0 - 2.0 * flips) @ differing
        extreme += int((np.abs(totals) >= observed).sum())
    return (extreme + 1) / (permutations + 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p values corrected for their number (Holm 1979), in the order given."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    corrected, largest = [0.0] * len(p_values), 0.0
    for place, index in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[index]))
        corrected[index] = largest
    return corrected
