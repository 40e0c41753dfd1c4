"""How far a mean over queries would move with other queries: bootstrap intervals."""

import numpy as np
from numpy.typing import NDArray

SAMPLES = 2000
SEED = 13


def bootstrap_interval(
    values: NDArray[np.float64], level: float = 0.95, samples: int = SAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """Return (low, high) of the mean: the percentile bootstrap over queries (Sakai, SIGIR 2006).

    Args:
        values: float64[queries], one or more; a difference of two systems works as well.
        level: Share of resampled means between both.
        samples: Number of resamples.
        seed: Fixed, so that the same values give the same interval.
    """
    if values.size == 0:
        return 0.0, 0.0
    generator = np.random.default_rng(seed)
    # In blocks, so that 7,000 queries do not need 7,000 x samples numbers at once.
    block = max(1, 2_000_000 // values.size)
    means = np.concatenate(
        [
            values[generator.integers(0, values.size, (min(block, samples - start), values.size))].mean(
                axis=1
            )
            for start in range(0, samples, block)
        ]
    )
    tail = 50.0 * (1.0 - level)
    low, high = np.percentile(means, [tail, 100.0 - tail])
    return float(low), float(high)
