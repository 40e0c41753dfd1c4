"""A ranking with the time it took."""

import time
from collections.abc import Callable, Sequence

from search_app.records import Hit, Ranking


def timed_ranking(lane: str, search: Callable[[], Sequence[Hit]]) -> Ranking:
    """Run `search` and wrap its hits."""
    started = time.perf_counter()
    hits = tuple(search())
    return Ranking(lane, hits, (time.perf_counter() - started) * 1000)
