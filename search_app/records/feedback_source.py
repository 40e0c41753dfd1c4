"""A first hit that the feedback lane searched by."""

from dataclasses import dataclass

from search_app.records.passage import Passage


@dataclass(frozen=True, slots=True)
class FeedbackSource:
    """One of the passages whose vectors make the feedback lane's query.

    Attributes:
        passage: The passage.
        weight: Its share in that query, in (0, 1]; those of a search sum to 1.
    """

    passage: Passage
    weight: float
