"""nDCG@10 of many ways of scoring the same passages at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.tune.cached_set import CUTOFF, DISCOUNTS, CachedQuery


def ndcg_of_columns(
    query: CachedQuery, owners: Sequence[str], scores: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return float64[ways]: nDCG@10 (Järvelin and Kekäläinen 2002, linear gain, as trec_eval has it).

    A library would be asked thousands of times per query; this gives the same values for all ways at once.

    Args:
        query: Whose judgements count.
        owners: The document of each passage.
        scores: float64[passages, ways]; a document stands at its best passage, ties go by document id.
    """
    if query.ideal == 0.0:
        return np.zeros(scores.shape[1])
    kept = [place for place, owner in enumerate(owners) if owner != query.asked.query_id]
    order = sorted(kept, key=lambda place: owners[place])
    names = [owners[place] for place in order]
    starts = [place for place, name in enumerate(names) if place == 0 or names[place - 1] != name]
    if not starts:
        return np.zeros(scores.shape[1])
    best = np.maximum.reduceat(scores[order], starts, axis=0)
    gains = np.array([query.gain(names[place]) for place in starts])
    top = np.argsort(-best, axis=0, kind="stable")[:CUTOFF]
    found: NDArray[np.float64] = DISCOUNTS[: len(top)] @ gains[top] / query.ideal
    return found
