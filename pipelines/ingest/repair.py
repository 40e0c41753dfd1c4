"""Mend a collection whose lanes have come out of step, from what is still there."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pipelines.ingest.edit import edit
from pipelines.ingest.lanes import LaneWriter, passage_ids
from pipelines.ingest.progress import Progress, SilentProgress
from pipelines.ingest.restore import stored_document
from search_app.collections import Catalog, Generation
from search_app.collections.altered import altered_documents
from search_app.collections.checksum import document_checksum
from search_app.collections.lane_audit import LaneAudit
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.collections.malformed import malformed_passages
from search_app.errors import CorruptError, SearchAppError
from search_app.protocols import LexicalSearcher, VectorStore
from search_app.stores import VectorHost

_BATCH = 256


@dataclass(slots=True)
class RepairOutcome:
    """What a repair did.

    Attributes:
        generation: Id of the generation it published.
        reindexed: Documents whose Lucene entries were written anew from the stored passages.
        restored: Documents taken from the generation before.
        surplus: Passages deleted that no document has.
        removed: Documents taken out because a lane has lost them; ingesting the source brings them back.
    """

    generation: str = ""
    reindexed: int = 0
    restored: int = 0
    surplus: int = 0
    removed: list[str] = field(default_factory=list)


def repair(
    collection: str, *, data_dir: Path, host: VectorHost, progress: Progress | None = None
) -> RepairOutcome:
    """Publish a generation in which all lanes hold the same, and say what could not be kept.

    Lucene entries come from the passages the vector store keeps; a damaged or outdated index is built anew.
    Documents with missing, malformed or altered vectors come from the generation before where that has them
    just so; else they are taken out of every lane, and the next ingest encodes them again.

    Raises:
        NotFoundError: When there is no such collection.
        CorruptError: When the manifest, the ledger or all of the vectors cannot be read.
        BusyError: When a job writes the collection.
    """
    outcome = RepairOutcome()
    with edit(collection, data_dir, host, "repair", progress or SilentProgress()) as (target, base, _):
        lanes = target.lanes(with_lucene=_is_sound(base))
        mend = _Mend(lanes, outcome)
        mend.remove(lanes.ledger.pending())
        with LaneAudit(lanes.ledger) as audit, closing(_searcher(target.lucene_path)) as searcher:
            lost = mend.compare(audit, searcher, base)
        mend.bring_back(lost, _before(Catalog(data_dir), collection, base), host)
        outcome.generation = target.publish(base.manifest.fields, add_source=False).id
    return outcome


class _Mend:
    """The steps of a repair on the lanes of the new generation."""

    def __init__(self, lanes: LaneWriter, outcome: RepairOutcome) -> None:
        self._lanes, self._outcome = lanes, outcome

    def compare(self, audit: LaneAudit, searcher: LexicalSearcher, base: Generation) -> list[str]:
        """Mend what the other lane can mend; return the documents whose vectors are lost."""
        store = self._lanes.store
        audit.observe("vectors", store.ids())
        audit.observe("lucene", searcher.ids())
        lost = {document for document, _ in audit.missing("vectors")}
        faults = malformed_passages(store, base.manifest.models)
        malformed = (audit.document_of(identifier) for identifier, _ in faults)
        lost.update(document for document in malformed if document is not None)
        lost.update(altered_documents(self._lanes.ledger, store))
        for lane in ("vectors", "lucene"):
            self._delete_surplus(audit.surplus(lane))
        unindexed = {document for document, _ in audit.missing("lucene")}
        doubled = (audit.document_of(identifier) for identifier in audit.duplicates("lucene"))
        unindexed.update(document for document in doubled if document is not None)
        self._reindex(sorted(unindexed - lost))
        self._lanes.flush()
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
                entry = self._lanes.ledger.find(document_id)
                if entry is None:
                    continue
                if ledger is None or not self._restore(entry, store, ledger):
                    self.remove([entry])

    def remove(self, entries: Iterable[LedgerEntry]) -> None:
        """Take documents out of every lane."""
        pending = iter(entries)
        while batch := list(islice(pending, _BATCH)):
            self._lanes.delete(batch)
            self._outcome.removed += [entry.document_id for entry in batch]

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
        self._lanes.write([document])
        self._outcome.restored += 1
        return True

    def _delete_surplus(self, surplus: Iterator[str]) -> None:
        while batch := list(islice(surplus, _BATCH)):
            self._lanes.store.delete(batch)
            self._lanes.lexical.delete(batch)
            self._outcome.surplus += len(batch)

    def _reindex(self, documents: list[str]) -> None:
        for document_id in documents:
            entry = self._lanes.ledger.find(document_id)
            if entry is not None:
                stored = self._lanes.store.retrieve(list(passage_ids([entry])))
                self._lanes.lexical.upsert([found.passage for found in stored])
                self._outcome.reindexed += 1


def _is_sound(base: Generation) -> bool:
    try:
        with closing(_searcher(base.lucene_path)) as searcher:
            searcher.check_integrity()
            return searcher.holds_positions
    except CorruptError:
        return False


def _searcher(path: Path) -> LexicalSearcher:
    from search_app.lucene.searcher import LuceneSearcher

    return LuceneSearcher(path)


def _before(catalog: Catalog, collection: str, base: Generation) -> Generation | None:
    with suppress(SearchAppError):
        if base.manifest.previous:
            return catalog.generation(collection, base.manifest.previous)
    return None
