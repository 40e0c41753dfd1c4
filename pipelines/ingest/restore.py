"""Write documents into the generation under construction as the published one holds them."""

from collections.abc import Iterable, Iterator
from itertools import islice

from pipelines.ingest.encode import EncodedDocument
from pipelines.ingest.lanes import LaneWriter, passage_ids
from pipelines.ingest.plan import Planned
from search_app.collections.ledger import LedgerEntry
from search_app.errors import CorruptError
from search_app.protocols import VectorStore
from search_app.stores.copy_vectors import encoded_passage

_DOCUMENTS = 64


def restore(lanes: LaneWriter, published: VectorStore, entries: Iterable[LedgerEntry]) -> int:
    """Bring back each document that the lanes have lost or hold in another version.

    Needed when a document changed, was being written at a kill, and has left the source before the next
    run: that run neither writes it anew nor may it delete what the collection had.

    Args:
        lanes: The generation under construction.
        published: The vectors of the current generation.
        entries: Documents of the current generation that are to stay.

    Returns:
        The number of documents written.

    Raises:
        CorruptError: When the current generation has lost a passage of one.
    """
    changed = _changed(lanes, entries)
    restored = 0
    while batch := list(islice(changed, _DOCUMENTS)):
        lanes.write([stored_document(published, entry, stored) for entry, stored in batch])
        restored += len(batch)
    return restored


def _changed(lanes: LaneWriter, entries: Iterable[LedgerEntry]) -> Iterator[tuple[LedgerEntry, int]]:
    for entry in entries:
        there = lanes.ledger.find(entry.document_id)
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
    wanted = list(passage_ids([entry]))
    passages = [encoded_passage(stored) for stored in published.retrieve(wanted, with_vectors=True)]
    if len(passages) != len(wanted):
        raise CorruptError(
            f"the collection holds {len(passages)} of {len(wanted)} passages of {entry.document_id[:200]!r}",
            "all of them",
            "run `search-app collections verify NAME --repair` first",
        )
    plan = Planned(
        entry.document_id, entry.content, [encoded.passage for encoded in passages], stored_passages
    )
    return EncodedDocument(plan, passages, entry.origin)
