"""All lanes of the generation under construction, written in step with its ledger."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from pipelines.ingest.encode import EncodedDocument
from search_app.collections.checksum import document_checksum
from search_app.collections.free_space import check_free
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.protocols import LexicalIndexWriter, VectorStore
from search_app.records import EncodedPassage, passage_id

_SLICE = 256


class LaneWriter:
    """Writes whole documents to every lane.

    The order makes a kill harmless at any point: the ledger notes what is about to change, the lanes are
    written and made durable, the ledger confirms. What was noted but not confirmed is undone on resuming.

    Args:
        ledger: The ledger of the generation.
        store: Its vectors.
        lexical: Its Lucene index.
        generation: Its id.
        folder: Where its files are, on the disk that must not fill up.
    """

    def __init__(
        self, ledger: Ledger, store: VectorStore, lexical: LexicalIndexWriter, generation: str, folder: Path
    ) -> None:
        self.ledger, self.store, self.lexical = ledger, store, lexical
        self._generation, self._folder = generation, folder

    def write(self, documents: Sequence[EncodedDocument]) -> None:
        """Insert or replace documents; durable in all lanes when it returns.

        Raises:
            UnavailableError: When the disk has no room for them, or a store cannot be reached.
        """
        check_free(self._folder, sum(map(_bytes, documents)))
        entries = [self._entry(document) for document in documents]
        self.ledger.begin(entries)
        passages = (passage for document in documents for passage in document.passages)
        while batch := list(islice(passages, _SLICE)):
            self._upsert(batch)
        self._delete_passages(_surplus(documents))
        self.flush()
        self.ledger.confirm(entries)

    def delete(self, entries: Sequence[LedgerEntry]) -> None:
        """Remove documents from every lane; durable when it returns."""
        self.ledger.begin(entries)
        self._delete_passages(passage_ids(entries))
        self.flush()
        self.ledger.remove([entry.document_id for entry in entries])

    def flush(self) -> None:
        """Make both lanes durable."""
        self.store.flush()
        self.lexical.commit()

    def close(self) -> None:
        """Release everything, the rest even when one part fails to close."""
        with closing(self.ledger), closing(self.store), closing(self.lexical):
            pass

    def _entry(self, document: EncodedDocument) -> LedgerEntry:
        plan, passages = document.plan, document.passages
        origin = document.origin or self._generation
        return LedgerEntry(plan.document_id, plan.content, len(passages), origin, document_checksum(passages))

    def _upsert(self, batch: Sequence[EncodedPassage]) -> None:
        # The vector store checks the vectors before it writes anything, so it goes first.
        self.store.upsert(batch)
        self.lexical.upsert([encoded.passage for encoded in batch])

    def _delete_passages(self, identifiers: Iterable[str]) -> None:
        pending = iter(identifiers)
        while batch := list(islice(pending, _SLICE)):
            self.store.delete(batch)
            self.lexical.delete(batch)


def _bytes(document: EncodedDocument) -> int:
    """Estimate what a document takes in all lanes: each text is stored once and indexed once."""
    return sum(
        4 * encoded.dense.size + 8 * len(encoded.sparse) + 8 * len(encoded.passage.full_text) + 1000
        for encoded in document.passages
    )


def passage_ids(entries: Iterable[LedgerEntry]) -> Iterable[str]:
    """Yield the ids of all passages of the entries."""
    return (passage_id(entry.document_id, ordinal) for entry in entries for ordinal in range(entry.passages))


def _surplus(documents: Iterable[EncodedDocument]) -> Iterable[str]:
    """Passages a former, longer version of a document has left behind."""
    return (
        passage_id(document.plan.document_id, ordinal)
        for document in documents
        for ordinal in range(len(document.passages), document.plan.stored_passages)
    )
