"""Write documents into a draft as a published generation holds them."""

from collections.abc import Iterable, Iterator

from search_app.batched import batched
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.collections.builds.generation_writer import GenerationWriter
from search_app.collections.ledger import LedgerEntry
from search_app.errors import CorruptError
from search_app.protocols import VectorStore
from search_app.stores.copy_vectors import encoded_passage

_DOCUMENTS = 64


def carry_over(writer: GenerationWriter, published: VectorStore, entries: Iterable[LedgerEntry]) -> int:
    """Bring back each document that the draft has lost or holds in another version.

    Needed when a document changed, was being written at a kill, and has left the source before the next
    run: that run neither writes it anew nor may it delete what the collection had.

    Args:
        writer: Writes the draft.
        published: The vectors of the current generation.
        entries: Documents of the current generation that are to stay.

    Returns:
        The number of documents written.

    Raises:
        CorruptError: When the current generation has lost a passage of one.
    """
    changed = _changed(writer, entries)
    brought = 0
    for batch in batched(changed, _DOCUMENTS):
        writer.write([stored_document(published, entry, stored) for entry, stored in batch])
        brought += len(batch)
    return brought


def _changed(writer: GenerationWriter, entries: Iterable[LedgerEntry]) -> Iterator[tuple[LedgerEntry, int]]:
    for entry in entries:
        there = writer.ledger.find(entry.document_id)
        if there is None or there.content != entry.content:
            yield entry, there.passages if there else 0


def stored_document(published: VectorStore, entry: LedgerEntry, stored_passages: int) -> EncodedDocument:
    """Return a document as a store holds it, ready to be written elsewhere.

    Args:
        published: Where it is.
        entry: Its ledger entry there.
        stored_passages: Passages it has where it is going to.

    Raises:
        CorruptError: When a passage or a vector is missing.
    """
    wanted = entry.passage_ids()
    passages = [encoded_passage(stored) for stored in published.retrieve(wanted, with_vectors=True)]
    if len(passages) != len(wanted):
        raise CorruptError(
            f"the collection holds {len(passages)} of {len(wanted)} passages of {entry.document_id[:200]!r}",
            "all of them",
            "run `search-app collections verify NAME --repair` first",
        )
    return EncodedDocument(entry.document_id, entry.content, passages, stored_passages, entry.origin)
