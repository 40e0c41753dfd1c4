"""Encoded passages as points of a Qdrant server, in batches it accepts, and back."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from search_app.protocols import StoredPassage
from search_app.records import EncodedPassage, Passage
from search_app.stores.payload import passage_payload, payload_passage
from search_app.stores.server_limits import within
from search_app.stores.sorted_sparse import sorted_sparse

if TYPE_CHECKING:
    from qdrant_client.models import PointStruct

DENSE = "dense"
SPARSE = "sparse"
_BATCH_POINTS = 128
_BATCH_BYTES = 4_000_000  # the server refuses requests above 32 MB; JSON takes several bytes per byte here


def point_batches(
    points: Mapping[str, EncodedPassage], most: int | None = None
) -> Iterator[list["PointStruct"]]:
    """Group points: at most 128, `most`, or 4 MB, whichever comes first; one larger point goes alone."""
    allowed = within(most, _BATCH_POINTS)
    batch: list[PointStruct] = []
    size = 0
    for identifier, point in points.items():
        grown = _bytes(point)
        if batch and (len(batch) >= allowed or size + grown > _BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(_point(identifier, point))
        size += grown
    if batch:
        yield batch


def stored_passage(record: Any) -> StoredPassage:
    """Return what a record of the client holds."""
    passage: Passage = payload_passage(record.payload, str(record.id))
    if not record.vector:
        return StoredPassage(passage)
    sparse = record.vector[SPARSE]
    return StoredPassage(
        passage,
        np.asarray(record.vector[DENSE], dtype=np.float32),
        sorted_sparse(sparse.indices, sparse.values),
    )


def _point(identifier: str, point: EncodedPassage) -> "PointStruct":
    from qdrant_client.models import PointStruct, SparseVector

    sparse = SparseVector(indices=point.sparse.indices.tolist(), values=point.sparse.values.tolist())
    vectors = {DENSE: point.dense.tolist(), SPARSE: sparse}
    return PointStruct(id=identifier, vector=vectors, payload=passage_payload(point.passage))


def _bytes(point: EncodedPassage) -> int:
    """Estimate a point's size: characters count up to four bytes, metadata twice for its terms."""
    passage = point.passage
    texts: Iterable[str] = (passage.text, passage.title, *map(str, passage.metadata.values()))
    return 4 * point.dense.size + 8 * len(point.sparse) + 200 + 4 * sum(map(len, texts))
