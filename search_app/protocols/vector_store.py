"""Where passages and their vectors live."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search_app.records import EncodedPassage, Hit, Passage, SearchFilter, SparseVector

Facets = dict[str, list[tuple[str | int | float | bool, int]]]
"""{metadata field: [(value, number of passages that hold it)]}, most frequent first."""


@dataclass(frozen=True, slots=True, eq=False)
class StoredPassage:
    """What `retrieve` returns; the vectors are None unless asked for."""

    passage: Passage
    dense: NDArray[np.float32] | None = None
    sparse: SparseVector | None = None


class VectorStore(Protocol):
    """One generation's dense and sparse vectors with their payloads.

    Every method raises `InvalidVectorError` before anything is written when a vector has the wrong
    dimension or is not finite, and `UnavailableError` when the store cannot be reached.
    Searching is thread-safe. Hits come best first, equal scores by passage id.
    """

    def upsert(self, points: Sequence[EncodedPassage]) -> None:
        """Insert or replace; all are stored when it returns (durable after `flush`)."""

    def delete(self, passage_ids: Iterable[str]) -> None:
        """Remove; unknown ids are no error."""

    def search_dense(
        self, vector: NDArray[np.float32], limit: int, where: SearchFilter | None = None
    ) -> list[Hit]:
        """Return nearest passages by inner product."""

    def search_sparse(self, vector: SparseVector, limit: int, where: SearchFilter | None = None) -> list[Hit]:
        """Return passages of the largest inner product; those that share no entry are left out."""

    def retrieve(self, passage_ids: Sequence[str], with_vectors: bool = False) -> list[StoredPassage]:
        """Return those that exist, in the order asked."""

    def facet(self, fields: Sequence[str], limit: int, where: SearchFilter | None = None) -> Facets:
        """Count the values of metadata fields among the passages that pass a filter.

        Returns the `limit` most frequent values of each field, equal counts by value; a field nobody has
        comes with an empty list. The 100,000 most frequent values of all fields together are counted; values
        of more than some 500 bytes are left out. A server may be off by a little while it merges segments.
        """

    def count(self) -> int:
        """Number of passages stored."""

    def ids(self) -> Iterator[str]:
        """All passage ids, in any order, streamed."""

    def flush(self) -> None:
        """Make everything upserted or deleted so far durable."""

    def optimize(self) -> None:
        """Build the search structures (HNSW); called once at the end of an ingest."""

    def close(self) -> None:
        """Release files and connections; further calls are an error."""
