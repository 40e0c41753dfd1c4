"""The one order of a query's documents that every measure sees."""

from collections.abc import Mapping

import numpy as np


def document_order(row: Mapping[str, float]) -> list[str]:
    """Return the document ids best first, as trec_eval ranks them.

    trec_eval reads scores as float32 and ignores ranks; equal scores stand by falling document id.

    Args:
        row: {document id: score}, larger is better.
    """
    names = sorted(row, reverse=True)
    with np.errstate(over="ignore"):
        scores = np.fromiter((row[name] for name in names), np.float64, len(names)).astype(np.float32)
    # The sort is stable: names of equal scores stay as they stand.
    return [names[place] for place in np.argsort(-scores, kind="stable").tolist()]


def told_apart(row: Mapping[str, float]) -> dict[str, float]:
    """Return the documents in this order with scores n, n - 1 ... 1, which leave no tool a choice."""
    ordered = document_order(row)
    return {name: float(len(ordered) - place) for place, name in enumerate(ordered)}
