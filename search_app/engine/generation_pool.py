"""Open generations, shared by searches and replaced when a job publishes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from search_app.engine.open_generation import OpenGeneration


@dataclass(slots=True)
class _Entry:
    generation: OpenGeneration
    borrowers: int = 0
    superseded: bool = False


class GenerationPool:
    """Keeps one open generation per collection.

    A search borrows the generation that is current when it starts and keeps it to its end, so that one
    answer never mixes two generations. A superseded one is closed when its last borrower returns it.

    Args:
        current: Returns the id of the generation now published under a collection's name.
        open_generation: Opens a generation by collection name and id.
    """

    def __init__(
        self, current: Callable[[str], str], open_generation: Callable[[str, str], OpenGeneration]
    ) -> None:
        self._current = current
        self._open = open_generation
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()

    @contextmanager
    def borrow(self, name: str) -> Iterator[OpenGeneration]:
        """Lend the current generation of a collection for the length of the block."""
        entry = self._take(name)
        try:
            yield entry.generation
        finally:
            self._give_back(entry)

    def close(self) -> None:
        """Close everything that is not lent out; what is lent closes when it comes back."""
        with self._lock:
            names = list(self._entries)
            for name in names:
                self._retire(name)

    def _take(self, name: str) -> _Entry:
        with self._lock:
            generation_id = self._current(name)
            entry = self._entries.get(name)
            if entry is None or entry.generation.generation_id != generation_id:
                opened = self._open(name, generation_id)
                self._retire(name)
                entry = self._entries[name] = _Entry(opened)
            entry.borrowers += 1
            return entry

    def _give_back(self, entry: _Entry) -> None:
        with self._lock:
            entry.borrowers -= 1
            if entry.superseded and entry.borrowers == 0:
                entry.generation.close()

    def _retire(self, name: str) -> None:
        entry = self._entries.pop(name, None)
        if entry is None:
            return
        entry.superseded = True
        if entry.borrowers == 0:
            entry.generation.close()
