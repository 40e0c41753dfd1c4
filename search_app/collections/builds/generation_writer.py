"""The vectors and the Lucene index of a draft, written in step with its ledger."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from search_app.batched import batched
from search_app.collections.audit import PLACES, Audit, audit
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.collections.builds.free_space import check_free
from search_app.collections.checksum import document_checksum
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.protocols import LexicalIndexWriter, LexicalSearcher, VectorStore
from search_app.records import EncodedPassage, passage_id

_SLICE = 256


class GenerationWriter:
    """Writes whole documents to vectors and Lucene.

    The order makes a kill harmless at any point: the ledger notes what is about to change, both are
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
        """Insert or replace documents; durable in both when it returns.

        Raises:
            UnavailableError: When the disk has no room for them, or a store cannot be reached.
        """
        check_free(self._folder, sum(map(_bytes, documents)))
        entries = [self._entry(document) for document in documents]
        self.ledger.begin(entries)
        passages = (passage for document in documents for passage in document.passages)
        for batch in batched(passages, _SLICE):
            self._upsert(batch)
        self._delete_passages(_surplus(documents))
        self.flush()
        self.ledger.confirm(entries)

    def delete(self, entries: Iterable[LedgerEntry]) -> int:
        """Remove documents from both and return their number; durable when it returns."""
        removed, pending = 0, iter(entries)
        for batch in batched(pending, _SLICE):
            self.ledger.begin(batch)
            self._delete_passages(identifier for entry in batch for identifier in entry.passage_ids())
            self.flush()
            self.ledger.remove([entry.document_id for entry in batch])
            removed += len(batch)
        return removed

    def remove_surplus(self, compared: Audit) -> int:
        """Remove passages that no document has and return their number; not durable before `flush`."""
        removed = 0
        for place in PLACES:
            surplus = compared.surplus(place)
            for batch in batched(surplus, _SLICE):
                self._delete_passages(batch)
                removed += len(batch)
        return removed

    def recover(self, searcher: LexicalSearcher) -> int:
        """Undo what was begun and not confirmed, then remove whatever the three disagree about.

        A document that has lost a passage is deleted as a whole, so that the job that goes on encodes it
        again. A killed process loses nothing that was flushed; this also covers a killed machine.

        Args:
            searcher: Opened on the index as last committed, before anything is written.

        Returns:
            The number of documents that were taken out.
        """
        removed = self.delete(self.ledger.pending())
        with audit(self.ledger, self.store, searcher) as compared:
            self.remove_surplus(compared)
            self.flush()
            wrong = {document for place in PLACES for document in compared.out_of_step(place)}
            return removed + self.delete(filter(None, map(self.ledger.find, sorted(wrong))))

    def flush(self) -> None:
        """Make vectors and Lucene durable."""
        self.store.flush()
        self.lexical.commit()

    def close(self) -> None:
        """Release everything, the rest even when one part fails to close."""
        with closing(self.ledger), closing(self.store), closing(self.lexical):
            pass

    def _entry(self, document: EncodedDocument) -> LedgerEntry:
        passages, origin = document.passages, document.origin or self._generation
        checksum = document_checksum(passages)
        return LedgerEntry(document.document_id, document.content, len(passages), origin, checksum)

    def _upsert(self, batch: Sequence[EncodedPassage]) -> None:
        # The vector store checks the vectors before it writes anything, so it goes first.
        self.store.upsert(batch)
        self.lexical.upsert([encoded.passage for encoded in batch])

    def _delete_passages(self, identifiers: Iterable[str]) -> None:
        pending = iter(identifiers)
        for batch in batched(pending, _SLICE):
            self.store.delete(batch)
            self.lexical.delete(batch)


def _bytes(document: EncodedDocument) -> int:
    """Estimate what a document takes in both: each text is stored once and indexed once."""
    return sum(
        4 * encoded.dense.size + 8 * len(encoded.sparse) + 8 * len(encoded.passage.full_text) + 1000
        for encoded in document.passages
    )


def _surplus(documents: Iterable[EncodedDocument]) -> Iterable[str]:
    """Passages a former, longer version of a document has left behind."""
    return (
        passage_id(document.document_id, ordinal)
        for document in documents
        for ordinal in range(len(document.passages), document.stored_passages)
    )
