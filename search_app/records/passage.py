"""A passage: the unit that is encoded, indexed, ranked and shown."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from search_app.records.document import MetadataValue

_NAMESPACE = uuid.UUID("6f1f3c0e-6a43-5a0f-9c1e-0c6d2d6f2a51")


def passage_id(document_id: str, ordinal: int) -> str:
    """Return the identifier a passage has in every lane: UUIDv5 of document id and ordinal.

    The length prefix makes the pair unambiguous whatever characters the document id holds:
    without it ("a:1", 2) and ("a", "1:2") could meet.
    """
    return str(uuid.uuid5(_NAMESPACE, f"{len(document_id)}:{document_id}:{ordinal}"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document.

    Attributes:
        document_id: The document it was cut from.
        ordinal: Position among the document's passages, counted from 0.
        start: First character of the span in the document's text.
        end: One past the last character of the span.
        text: The span itself, `document.text[start:end]`.
        title: The document's title.
        metadata: The document's metadata.
    """

    document_id: str
    ordinal: int
    start: int
    end: int
    text: str
    title: str = ""
    metadata: Mapping[str, MetadataValue] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Identifier in every lane, see `passage_id`."""
        return passage_id(self.document_id, self.ordinal)

    @property
    def full_text(self) -> str:
        """What the encoders, the reranker and Lucene read: title, one space, text (BEIR's convention)."""
        return f"{self.title} {self.text}" if self.title else self.text
