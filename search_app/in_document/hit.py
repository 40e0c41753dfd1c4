"""A passage of the document that was searched."""

from dataclasses import dataclass

from search_app.records import Passage


@dataclass(frozen=True, slots=True)
class InDocumentHit:
    """One of the best passages of a document.

    Attributes:
        passage: Where it stands: `document.text[passage.start:passage.end] == passage.text`.
        score: The cross-encoder's logit; larger is more relevant.
        rank: From 1.
    """

    passage: Passage
    score: float
    rank: int
