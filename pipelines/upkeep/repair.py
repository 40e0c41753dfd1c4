"""Mend a collection whose vectors and Lucene index have come out of step, from what is still there."""

from collections.abc import Iterable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from search_app.collections import Catalog, Generation
from search_app.collections.audit import Audit, audit
from search_app.collections.builds.carry_over import stored_document
from search_app.collections.builds.edit import edit
from search_app.collections.builds.generation_writer import GenerationWriter
from search_app.collections.builds.watch import BuildProgress, Unwatched
from search_app.collections.checksum import document_checksum
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.collections.stored_faults import altered_documents, malformed_passages
from search_app.errors import CorruptError, SearchAppError
from search_app.protocols import VectorStore
from search_app.stores import VectorHost


@dataclass(slots=True)
class RepairOutcome:
    """What a repair did.

    Attributes:
        generation: Id of the generation it published.
        reindexed: Documents whose Lucene entries were written anew from the stored passages.
        restored: Documents taken from the generation before.
        surplus: Passages deleted that no document has.
        removed: Documents taken out because their vectors are lost; ingesting the source brings them back.
    """

    generation: str = ""
    reindexed: int = 0
    restored: int = 0
    surplus: int = 0
    removed: list[str] = field(default_factory=list)


def repair(
    collection: str, *, data_dir: Path, host: VectorHost, progress: BuildProgress | None = None
) -> RepairOutcome:
    """Publish a generation in which vectors and Lucene hold the same, and say what could not be kept.

    Lucene entries come from the passages the vector store keeps; a damaged or outdated index is built anew.
    Documents with missing, malformed or altered vectors come from the generation before where that has them
    just so; else they are taken out, and the next ingest encodes them again.

    Raises:
        NotFoundError: When there is no such collection.
        CorruptError: When the manifest, the ledger or all of the vectors cannot be read.
        BusyError: When a job writes the collection.
    """
    outcome = RepairOutcome()
    with edit(collection, data_dir, host, "repair", progress or Unwatched()) as (draft, base):
        writer = draft.writer(with_lucene=_is_sound(base))
        mend = _Mend(writer, outcome)
        mend.remove(writer.ledger.pending())
        with (
            closing(draft.searcher()) as searcher,
            audit(writer.ledger, writer.store, searcher) as compared,
        ):
            lost = mend.compare(compared, base)
        mend.bring_back(lost, _before(Catalog(data_dir), collection, base), host)
        outcome.generation = draft.publish(base.manifest.fields, add_source=False).id
    return outcome


class _Mend:
    """The steps of a repair on the draft."""

    def __init__(self, writer: GenerationWriter, outcome: RepairOutcome) -> None:
        self._writer, self._outcome = writer, outcome

    def compare(self, compared: Audit, base: Generation) -> list[str]:
        """Write anew what Lucene lacks and the vectors have; return the documents whose vectors are lost."""
        store = self._writer.store
        lost = compared.out_of_step("vectors")
        faults = malformed_passages(store, base.manifest.models)
        malformed = (compared.document_of(identifier) for identifier, _ in faults)
        lost.update(document for document in malformed if document is not None)
        lost.update(altered_documents(self._writer.ledger, store))
        self._outcome.surplus = self._writer.remove_surplus(compared)
        self._reindex(sorted(compared.out_of_step("lucene") - lost))
        self._writer.flush()
        return sorted(lost)

    def bring_back(self, lost: list[str], before: Generation | None, host: VectorHost) -> None:
        """Take documents from the generation before, or take them out."""
        with ExitStack() as opened:
            ledger: Ledger | None = None
            if lost and before is not None:
                with suppress(SearchAppError):
                    store = opened.enter_context(closing(before.open_vectors(host)))
                    ledger = opened.enter_context(Ledger(before.ledger_path, read_only=True))
            for document_id in lost:
                entry = self._writer.ledger.find(document_id)
                if entry is None:
                    continue
                if ledger is None or not self._restore(entry, store, ledger):
                    self.remove([entry])

    def remove(self, entries: Iterable[LedgerEntry]) -> None:
        """Take documents out."""
        doomed = list(entries)
        self._writer.delete(doomed)
        self._outcome.removed += [entry.document_id for entry in doomed]

    def _restore(self, entry: LedgerEntry, store: VectorStore, ledger: Ledger) -> bool:
        there = ledger.find(entry.document_id)
        if there is None or there.content != entry.content:
            return False
        try:
            document = stored_document(store, entry, entry.passages)
        except SearchAppError:
            return False
        if entry.checksum and document_checksum(document.passages) != entry.checksum:
            return False
        self._writer.write([document])
        self._outcome.restored += 1
        return True

    def _reindex(self, documents: list[str]) -> None:
        for document_id in documents:
            entry = self._writer.ledger.find(document_id)
            if entry is not None:
                stored = self._writer.store.retrieve(entry.passage_ids())
                self._writer.lexical.upsert([found.passage for found in stored])
                self._outcome.reindexed += 1


def _is_sound(base: Generation) -> bool:
    try:
        with closing(base.open_lucene()) as searcher:
            searcher.check_integrity()
            return searcher.holds_positions
    except CorruptError:
        return False


def _before(catalog: Catalog, collection: str, base: Generation) -> Generation | None:
    with suppress(SearchAppError):
        if base.manifest.previous:
            return catalog.generation(collection, base.manifest.previous)
    return None
