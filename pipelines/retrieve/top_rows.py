"""The exact best of a matrix of scores, and of slices of it one after the other."""

import numpy as np
from numpy.typing import NDArray

Top = tuple[NDArray[np.float32], NDArray[np.int64]]
"""Scores and places, both [queries, at most depth], best first; equal scores by place."""


def no_rows(queries: int) -> Top:
    """Return what a search of nothing finds."""
    return np.zeros((queries, 0), dtype=np.float32), np.zeros((queries, 0), dtype=np.int64)


def top_rows(scores: NDArray[np.float32], depth: int) -> Top:
    """Return the `depth` best columns of each row.

    Args:
        scores: float32[queries, passages].
        depth: How many.
    """
    places = np.empty((len(scores), min(depth, scores.shape[1])), dtype=np.int64)
    for line, row in enumerate(scores):
        places[line] = _best(row, places.shape[1])
    return np.take_along_axis(scores, places, axis=1), places


def joined(first: Top, second: Top, depth: int) -> Top:
    """Return the best of both, of which the first holds the smaller places."""
    scores = np.concatenate([first[0], second[0]], axis=1)
    places = np.concatenate([first[1], second[1]], axis=1)
    values, chosen = top_rows(scores, depth)
    return values, np.take_along_axis(places, chosen, axis=1)


def _best(row: NDArray[np.float32], depth: int) -> NDArray[np.int64]:
    if depth == 0:
        return np.zeros(0, dtype=np.int64)
    # A partition finds the score at the cut; all that reach it are sorted, so that ties stand by place.
    reached = np.flatnonzero(row >= np.partition(row, row.size - depth)[row.size - depth])
    order: NDArray[np.int64] = reached[np.argsort(-row[reached], kind="stable")[:depth]]
    return order
