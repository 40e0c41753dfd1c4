"""One way of finding passages."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from search_app.protocols.evidence import Evidence
from search_app.records import Query, Ranking, Result, TokenContribution

Contributions = Mapping[str, Sequence[TokenContribution]]
"""{passage id: contributions}"""


class BoundLane(Protocol):
    """A lane and one query. What it searched with is what it explains with. Thread-safe."""

    @property
    def name(self) -> str:
        """Name of the lane."""

    def search(self, depth: int) -> Ranking:
        """Return at most `depth` hits, best first. Raises only `SearchAppError`s."""

    def explain(self, results: Sequence[Result], evidence: Evidence) -> Contributions:
        """Return the contributions to the lane's score of each result it returned; they sum to the score."""


class Lane(Protocol):
    """A retriever over one generation of a collection. Thread-safe."""

    @property
    def name(self) -> str:
        """Name in answers and profiles: "dense", "sparse", "bm25"."""

    def bind(self, query: Query) -> BoundLane:
        """Return the lane for one query; nothing is encoded before it searches."""

    def search_many(self, texts: Sequence[str], depth: int) -> Sequence[Ranking]:
        """Return one ranking per text, without filters, in the order given."""
