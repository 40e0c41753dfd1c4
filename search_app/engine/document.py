"""A whole document, put together again from its stored passages."""

from collections.abc import Sequence

from search_app.errors import NotFoundError
from search_app.protocols import VectorStore
from search_app.records import Document, Passage, passage_id

_BLOCK = 64


def stored_passages(store: VectorStore, document_id: str) -> tuple[Passage, ...]:
    """Return the passages of a document in their order.

    Raises:
        NotFoundError: When the store holds no passage of such a document.
    """
    passages: list[Passage] = []
    while len(passages) % _BLOCK == 0:
        first = len(passages)
        ids = [passage_id(document_id, ordinal) for ordinal in range(first, first + _BLOCK)]
        found = store.retrieve(ids)
        passages += [stored.passage for stored in found]
        if not found:
            break
    if not passages:
        raise no_document(document_id)
    return tuple(passages)


def no_document(document_id: str) -> NotFoundError:
    """Return the error for a document that is not there."""
    return NotFoundError(
        f"no document {document_id[:200]!r} in this collection", "the id of a document", "check its spelling"
    )


def rebuild(passages: Sequence[Passage]) -> Document:
    """Return the document its passages were cut from; offsets of the passages count its text.

    Between passages only white space was left out. It comes back with its length: a blank line where it
    was two characters or more, a space where it was one.

    Args:
        passages: All of the document's, in order; at least one.
    """
    first = passages[0]
    text = ""
    for passage in passages:
        text += _gap(passage.start - len(text))
        text += passage.text[len(text) - passage.start :]
    return Document(first.document_id, first.title, text, first.metadata)


def _gap(length: int) -> str:
    return " " * length if length < 2 else "\n\n" + " " * (length - 2)
