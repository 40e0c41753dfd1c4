"""Where the ranking gets its lists and readings from: the seams of the program."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from search_app.lanes.feedback import Feedback
from search_app.records import FeedbackSource, Hit, Ranking, Reading


class Lists(Protocol):
    """The lanes' lists for one query: live with deadlines, deep, in batches, or cached."""

    def ask(self, lanes: Sequence[str], depth: int) -> list[Ranking]:
        """Return one ranking per lane, at most `depth` long, in the order given; a failure says so."""

    def near(
        self, first: Sequence[Hit], feedback: Feedback, depth: int
    ) -> tuple[tuple[FeedbackSource, ...], Ranking]:
        """Search by the first hits of a fused ranking; return what was gone by, and what was found."""


class Reader(Protocol):
    """The cross-encoder over the stored texts, for one query."""

    def present(self, passage_ids: Sequence[str]) -> Collection[str]:
        """Return those of the passages whose text is there."""

    def read(self, passage_ids: Sequence[str]) -> Mapping[str, Reading]:
        """Return {passage id: reading}; empty when there is no cross-encoder."""
