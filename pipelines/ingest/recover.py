"""Bring the lanes of an interrupted job back in step with its ledger."""

from collections.abc import Iterator
from itertools import islice

from pipelines.ingest.lanes import LaneWriter
from search_app.collections.lane_audit import LaneAudit
from search_app.collections.ledger import LedgerEntry
from search_app.protocols import LexicalSearcher

_ENTRIES = 256


def recover(lanes: LaneWriter, searcher: LexicalSearcher) -> int:
    """Undo what was begun and not confirmed, then remove whatever the lanes disagree about.

    A document of which a lane has lost a passage is deleted as a whole, so that the job that goes on
    encodes it again. A killed process loses nothing that was flushed; this also covers a killed machine.

    Args:
        lanes: The generation under construction.
        searcher: Opened on its index as last committed, before anything is written.

    Returns:
        The number of documents that were taken out.
    """
    removed = _delete(lanes, lanes.ledger.pending())
    with LaneAudit(lanes.ledger) as audit:
        audit.observe("vectors", lanes.store.ids())
        audit.observe("lucene", searcher.ids())
        for lane in ("vectors", "lucene"):
            surplus = audit.surplus(lane)
            while batch := list(islice(surplus, _ENTRIES)):
                lanes.store.delete(batch)
                lanes.lexical.delete(batch)
        lanes.flush()
        return removed + _delete(lanes, _out_of_step(audit, lanes))


def _out_of_step(audit: LaneAudit, lanes: LaneWriter) -> Iterator[LedgerEntry]:
    documents = {document for lane in ("vectors", "lucene") for document, _ in audit.missing(lane)}
    doubled = (audit.document_of(identifier) for identifier in audit.duplicates("lucene"))
    documents.update(document for document in doubled if document is not None)
    for document in sorted(documents):
        entry = lanes.ledger.find(document)
        if entry is not None:
            yield entry


def _delete(lanes: LaneWriter, entries: Iterator[LedgerEntry]) -> int:
    removed = 0
    while batch := list(islice(entries, _ENTRIES)):
        lanes.delete(batch)
        removed += len(batch)
    return removed
