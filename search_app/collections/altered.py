"""Find documents whose stored passages are not what was written."""

from collections.abc import Iterator
from itertools import islice

from search_app.collections.checksum import document_checksum
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.protocols import StoredPassage, VectorStore

_DOCUMENTS = 64


def altered_documents(ledger: Ledger, store: VectorStore) -> Iterator[str]:
    """Read every document once, in bounded memory, and yield the ids of those with another checksum.

    Documents with a missing passage are left to the comparison of ids, those written by a version without
    checksums are passed over.
    """
    entries = (entry for entry in ledger.entries() if entry.checksum)
    while batch := list(islice(entries, _DOCUMENTS)):
        wanted = [identifier for entry in batch for identifier in entry.passage_ids()]
        stored = {found.passage.id: found for found in store.retrieve(wanted, with_vectors=True)}
        yield from (entry.document_id for entry in batch if _is_altered(entry, stored))


def _is_altered(entry: LedgerEntry, stored: dict[str, StoredPassage]) -> bool:
    passages = [stored[identifier] for identifier in entry.passage_ids() if identifier in stored]
    return len(passages) == entry.passages and document_checksum(passages) != entry.checksum
