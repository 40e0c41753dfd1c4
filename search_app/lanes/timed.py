"""A ranking with the time it took."""

import time
from collections.abc import Callable, Sequence

from search_app.records import Hit, Ranking


def timed_ranking(
    lane: str, search: Callable[[int], Sequence[Hit]], depth: int, rest: float | None = None
) -> Ranking:
    """Search `depth` deep and wrap the hits; see `Ranking` for `rest`."""
    started = time.perf_counter()
    hits = tuple(search(depth))
    return Ranking(lane, hits, (time.perf_counter() - started) * 1000, asked=depth, rest=rest)
