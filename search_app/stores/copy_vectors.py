"""Copy vectors and payloads from one store to another, whatever engines they are."""

from contextlib import closing

from search_app.batched import batched
from search_app.errors import CorruptError
from search_app.protocols import StoredPassage, VectorStore
from search_app.records import EncodedPassage

_BATCH = 256


def copy_vectors(source: VectorStore, target: VectorStore) -> None:
    """Write everything `source` holds into `target`, in bounded memory, and close both.

    Raises:
        CorruptError: When a stored point has no vectors.
    """
    with closing(target), closing(source):
        ids = source.ids()
        for batch in batched(ids, _BATCH):
            target.upsert([encoded_passage(stored) for stored in source.retrieve(batch, with_vectors=True)])
        target.flush()


def encoded_passage(stored: StoredPassage) -> EncodedPassage:
    """Return a stored passage as one to be written; raises `CorruptError` when it lacks a vector."""
    if stored.dense is None or stored.sparse is None:
        raise CorruptError(
            f"passage {stored.passage.id} has no vectors", "both vectors", "ingest again with --recreate"
        )
    return EncodedPassage(stored.passage, stored.dense, stored.sparse)
