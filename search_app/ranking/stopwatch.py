"""Milliseconds per stage of one search."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Collects stage times; `timings` adds the total since construction."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to `name`."""
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - started) * 1000
            self._stages[name] = self._stages.get(name, 0.0) + spent

    def timings(self) -> dict[str, float]:
        """Return {stage: milliseconds}, "total" last."""
        return {**self._stages, "total": (time.perf_counter() - self._started) * 1000}
