"""Encoded passages as points of the embedded engine, and back."""

from typing import Any

import numpy as np

from search_app.protocols import StoredPassage
from search_app.records import EncodedPassage
from search_app.stores.payload import passage_payload, payload_passage
from search_app.stores.sorted_sparse import sorted_sparse

DENSE = "dense"
SPARSE = "sparse"


def edge_point(identifier: str, point: EncodedPassage) -> Any:
    """Return a `qdrant_edge.Point`."""
    import qdrant_edge

    # Measured: lists cross into the engine faster than arrays (8 against 16 us for 384 values).
    sparse = qdrant_edge.SparseVector(point.sparse.indices.tolist(), point.sparse.values.tolist())
    vectors = {DENSE: point.dense.tolist(), SPARSE: sparse}
    return qdrant_edge.Point(identifier, vectors, passage_payload(point.passage))


def stored_passage(record: Any) -> StoredPassage:
    """Return what a `qdrant_edge.Record` holds."""
    passage = payload_passage(record.payload, str(record.id))
    if record.vector is None:
        return StoredPassage(passage)
    return StoredPassage(
        passage,
        np.asarray(record.vector[DENSE], dtype=np.float32),
        sorted_sparse(record.vector[SPARSE].indices, record.vector[SPARSE].values),
    )
