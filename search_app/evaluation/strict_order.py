"""Scores that leave no tool a choice."""

from collections.abc import Sequence

import numpy as np


def strictly_decreasing(scores: Sequence[float]) -> list[float]:
    """Return the scores as float32 values that fall from each to the next.

    Evaluation tools break ties each in their own way (trec_eval by falling document id, in float32): BM25
    on NFCorpus reads .3206 or .3218. So a score that does not fall below the one before it is set to the
    next smaller float32, which leaves the order and moves nothing else.

    Args:
        scores: Not rising, best first.
    """
    found = np.asarray(scores, dtype=np.float32)
    if found.size and not bool((np.diff(found) < 0).all()):
        lowest = np.float32(-np.inf)
        for place in range(1, found.size):
            found[place] = min(found[place], np.nextafter(found[place - 1], lowest))
    listed: list[float] = found.tolist()
    return listed
