"""A document with all its vectors, ready to be written."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_app.records import EncodedPassage


@dataclass(frozen=True, slots=True, eq=False)
class EncodedDocument:
    """What a generation is written from.

    Attributes:
        document_id: Its id.
        content: Hash of its content.
        passages: All its passages, encoded.
        stored_passages: Passages of its former version where it is going to; 0 for a new document.
        origin: Generation in which it was first stored; None for the one that is being written.
    """

    document_id: str
    content: bytes
    passages: Sequence[EncodedPassage]
    stored_passages: int
    origin: str | None = None
