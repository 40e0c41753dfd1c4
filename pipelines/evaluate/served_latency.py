"""What a user waits for: single searches, one after the other, through the service."""

import time
from collections.abc import Sequence

import numpy as np

from pipelines.evaluate.systems import System
from search_app.engine.service import SearchService


def served_latency(
    service: SearchService, collection: str, system: System, texts: Sequence[str]
) -> dict[str, float]:
    """Return {"p50", "p95"} in milliseconds of searches for ten results, explanations off.

    The first query is asked once before, so that loading is not counted; empty without queries.
    """
    if not texts:
        return {}
    service.open(collection, system.served_as).search(system.served_query(texts[0]))
    taken = []
    for text in texts:
        started = time.perf_counter()
        service.open(collection, system.served_as).search(system.served_query(text))
        taken.append((time.perf_counter() - started) * 1000)
    low, high = np.percentile(taken, [50, 95])
    return {"p50": round(float(low), 2), "p95": round(float(high), 2)}
