"""Busy time of each stage of a job."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class StageClock:
    """Adds up seconds by stage; each stage is timed by one thread only."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time the block."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0.0) + time.perf_counter() - began

    def timed(self, name: str, items: Iterable[T]) -> Iterator[T]:
        """Time what it takes to produce the items, not what is done with them."""
        iterator = iter(items)
        while True:
            with self.stage(name):
                try:
                    item = next(iterator)
                except StopIteration:
                    return
            yield item

    def seconds(self) -> dict[str, float]:
        """Return {stage: seconds} and the wall time since the clock was made as "total"."""
        return {**self._seconds, "total": time.perf_counter() - self._began}
