"""One way of finding passages."""

from typing import Protocol

from search_app.records import Query, Ranking


class Lane(Protocol):
    """A retriever over one generation of a collection. Thread-safe."""

    @property
    def name(self) -> str:
        """Name in answers and profiles: "dense", "sparse", "bm25", "feedback"."""

    def search(self, query: Query, depth: int) -> Ranking:
        """Return at most `depth` hits, best first. Raises only `SearchAppError`s."""
