"""Find what is stored and not right: malformed vectors, and documents unlike what was written."""

from collections.abc import Iterator, Mapping

import numpy as np

from search_app.batched import batched
from search_app.collections.checksum import document_checksum
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.collections.model_identity import ModelIdentity
from search_app.protocols import StoredPassage, VectorStore

_BATCH = 256
_DOCUMENTS = 64
_NORM_TOLERANCE = 1e-2  # float16 or quantised storage moves a norm by up to some 1e-3


def malformed_passages(store: VectorStore, models: Mapping[str, ModelIdentity]) -> Iterator[tuple[str, str]]:
    """Read everything once and yield (passage id, what is wrong with it).

    Args:
        store: The vectors, open.
        models: Identity of the "dense" and the "sparse" model, for their dimensions.
    """
    ids = store.ids()
    for batch in batched(ids, _BATCH):
        stored = {entry.passage.id: entry for entry in store.retrieve(batch, with_vectors=True)}
        for identifier in batch:
            entry = stored.get(identifier)
            fault = "payload of another passage" if entry is None else _fault(entry, models)
            if fault:
                yield identifier, fault


def altered_documents(ledger: Ledger, store: VectorStore) -> Iterator[str]:
    """Read every document once, in bounded memory, and yield the ids of those with another checksum.

    Documents with a missing passage are left to the comparison of ids, those written by a version without
    checksums are passed over.
    """
    entries = (entry for entry in ledger.entries() if entry.checksum)
    for batch in batched(entries, _DOCUMENTS):
        wanted = [identifier for entry in batch for identifier in entry.passage_ids()]
        stored = {found.passage.id: found for found in store.retrieve(wanted, with_vectors=True)}
        yield from (entry.document_id for entry in batch if _is_altered(entry, stored))


def _fault(entry: StoredPassage, models: Mapping[str, ModelIdentity]) -> str | None:
    return _dense_fault(entry, models["dense"].dimension) or _sparse_fault(entry, models["sparse"].dimension)


def _dense_fault(entry: StoredPassage, dimension: int) -> str | None:
    if entry.dense is None:
        return "no dense vector"
    if entry.dense.shape != (dimension,):
        return f"dense vector of shape {entry.dense.shape}, expected ({dimension},)"
    if not np.all(np.isfinite(entry.dense)):
        return "dense vector that is not finite"
    norm = float(np.linalg.norm(entry.dense))
    return None if abs(norm - 1) <= _NORM_TOLERANCE else f"dense vector of length {norm:.4f}, expected 1"


def _sparse_fault(entry: StoredPassage, dimension: int) -> str | None:
    if entry.sparse is None:
        return "no sparse vector"
    if len(entry.sparse) and int(entry.sparse.indices[-1]) >= dimension:
        return f"sparse index {int(entry.sparse.indices[-1])}, expected below {dimension}"
    return "sparse weight that is not positive" if bool(np.any(entry.sparse.values <= 0)) else None


def _is_altered(entry: LedgerEntry, stored: dict[str, StoredPassage]) -> bool:
    passages = [stored[identifier] for identifier in entry.passage_ids() if identifier in stored]
    return len(passages) == entry.passages and document_checksum(passages) != entry.checksum
