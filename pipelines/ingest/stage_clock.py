"""Busy time of each stage of a job."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from search_app.ranking.stopwatch import Stopwatch

T = TypeVar("T")


class StageClock(Stopwatch):
    """Adds up seconds by stage; each stage is timed by one thread only."""

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

    def taken(self) -> dict[str, float]:
        """Return {stage: seconds} since the clock was made or last asked, to be added to another clock."""
        taken, self._stages = self._stages, {}
        return {stage: spent / 1000 for stage, spent in taken.items()}

    def add(self, taken: Mapping[str, float]) -> None:
        """Add what clocks elsewhere have taken, in seconds."""
        for stage, spent in taken.items():
            self._stages[stage] = self._stages.get(stage, 0.0) + spent * 1000

    def seconds(self) -> dict[str, float]:
        """Return {stage: seconds} and the wall time since the clock was made as "total"."""
        return {stage: spent / 1000 for stage, spent in self.timings().items()}
