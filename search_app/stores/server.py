"""Vectors in a Qdrant server or cluster."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from search_app.batched import batched
from search_app.errors import UnavailableError
from search_app.protocols import Facets, StoredPassage
from search_app.records import EncodedPassage, Hit, SearchFilter, SparseVector
from search_app.records.similarity import Similarity
from search_app.stores.facet_counts import MOST_TERMS, facet_counts
from search_app.stores.payload import TERMS, range_paths
from search_app.stores.point_checks import check_query, check_sparse_query, checked_points
from search_app.stores.search_plan import OVERSAMPLING, plan_search
from search_app.stores.server_collections import create_collection, dimension_and_limits, index_payload
from search_app.stores.server_connection import server_version
from search_app.stores.server_failures import is_transient, server_failures
from search_app.stores.server_filter import server_filter
from search_app.stores.server_limits import within
from search_app.stores.server_points import DENSE, SPARSE, point_batches, stored_passage
from search_app.stores.top_hits import top_hits
from search_app.stores.vector_location import PLAIN, VectorLayout

if TYPE_CHECKING:
    from qdrant_client import QdrantClient
    from qdrant_client.models import PointStruct, Record

__all__ = ["ServerVectorStore", "server_version"]

_PAGE = 1000
_RETRIEVED = 256
# Most attempts, most seconds in all, longest pause: somebody waits for a search, nobody for a job.
_PROMPT = (5, 60.0, 5.0)
_PATIENT = (60, 300.0, 10.0)
_MOST_RANGE_INDEXES = 64
_T = TypeVar("_T")


class ServerVectorStore:
    """One collection of a Qdrant server behind `search_app.protocols.VectorStore`.

    Requests that fail for a passing reason are repeated with growing pauses: every write carries
    deterministic ids, so that repeating one has no further effect.

    Args:
        client: Connected, see `search_app.stores.server_connection.connect`; closed with the store.
        collection: Name of the collection, or an alias.
        settle_seconds: How long the server must stay idle before it counts as optimised.
        optimize_seconds: How long `optimize` waits at most.
    """

    def __init__(
        self,
        client: "QdrantClient",
        collection: str,
        settle_seconds: float = 0.5,
        optimize_seconds: float = 7200.0,
        similarity: Similarity = "cosine",
    ) -> None:
        self._client: QdrantClient | None = client
        self._collection = collection
        self._settle, self._patience = settle_seconds, optimize_seconds
        self._dimension, self._limits = dimension_and_limits(client, collection)
        self._similarity = similarity
        self._count: int | None = None
        self._range_indexes: set[str] = set()

    @classmethod
    def create(
        cls,
        client: "QdrantClient",
        collection: str,
        dimension: int,
        layout: VectorLayout = PLAIN,
    ) -> "ServerVectorStore":
        """Create an empty collection; raises `BadInputError` when it exists."""
        create_collection(client, collection, dimension, layout)
        return cls(client, collection, similarity=layout.similarity)

    @property
    def dimension(self) -> int:
        """Length of the dense vectors."""
        return self._dimension

    def upsert(self, points: Sequence[EncodedPassage]) -> None:
        """See `search_app.protocols.VectorStore`; nothing is written when one point is refused."""
        checked = checked_points(points, self._dimension, self._similarity)
        self._count = None
        self._index_ranges(checked.values())
        for batch in point_batches(checked, self._limits.batch):
            self._write(batch)

    def delete(self, passage_ids: Iterable[str]) -> None:
        """See `search_app.protocols.VectorStore`."""
        self._count = None
        pending = iter(passage_ids)
        for block in batched(pending, _PAGE):
            self._remove(block)

    def search_dense(
        self, vector: NDArray[np.float32], limit: int, where: SearchFilter | None = None
    ) -> list[Hit]:
        """See `search_app.protocols.VectorStore`; `vector` is float32[dimension]."""
        from qdrant_client.models import AcornSearchParams, QuantizationSearchParams, SearchParams

        check_query(vector, self._dimension)
        plan = plan_search(self._stored(), limit, bool(where and where.conditions))
        acorn = AcornSearchParams(enable=True) if plan.acorn else None
        quantized = QuantizationSearchParams(rescore=True, oversampling=OVERSAMPLING)
        params = SearchParams(
            hnsw_ef=within(self._limits.ef, plan.ef),
            exact=plan.exact and self._limits.exact,
            acorn=acorn,
            quantization=quantized,
        )
        return self._search(vector.tolist(), DENSE, limit, where, params)

    def search_sparse(self, vector: SparseVector, limit: int, where: SearchFilter | None = None) -> list[Hit]:
        """See `search_app.protocols.VectorStore`; always exact."""
        from qdrant_client import models

        check_sparse_query(vector)
        if not len(vector):
            return []
        query = models.SparseVector(indices=vector.indices.tolist(), values=vector.values.tolist())
        return self._search(query, SPARSE, limit, where, None)

    def retrieve(self, passage_ids: Sequence[str], with_vectors: bool = False) -> list[StoredPassage]:
        """See `search_app.protocols.VectorStore`."""
        found: dict[str, StoredPassage] = {}
        pending = iter(passage_ids)
        for block in batched(pending, _RETRIEVED):
            found |= {str(record.id): stored_passage(record) for record in self._read(block, with_vectors)}
        return [found[identifier] for identifier in passage_ids if identifier in found]

    def facet(self, fields: Sequence[str], limit: int, where: SearchFilter | None = None) -> Facets:
        """See `search_app.protocols.VectorStore`."""
        condition = server_filter(where)
        response = self._request(
            lambda client: client.facet(self._collection, TERMS, facet_filter=condition, limit=MOST_TERMS)
        )
        return facet_counts(((str(hit.value), hit.count) for hit in response.hits), fields, limit)

    def count(self) -> int:
        """See `search_app.protocols.VectorStore`; asks the server each time."""
        return int(self._request(lambda client: client.count(self._collection, exact=True).count))

    def ids(self) -> Iterator[str]:
        """See `search_app.protocols.VectorStore`."""
        offset: Any = None
        while True:
            records, offset = self._page(offset)
            yield from (str(record.id) for record in records)
            if offset is None:
                return

    def flush(self) -> None:
        """Nothing is left to do: the server logs every write before it answers."""
        self._open_client()

    def optimize(self) -> None:
        """Wait until the server has built its search structures.

        Raises:
            UnavailableError: When the server reports that it cannot, or is not done in time.
        """
        deadline = time.monotonic() + self._patience
        idle = 0
        while idle < 2:  # the optimiser starts a moment after the last write, so one look proves nothing
            idle = idle + 1 if self._is_idle() else 0
            if time.monotonic() > deadline:
                raise UnavailableError(
                    f"{self._name()} is still being indexed after {self._patience:.0f} s",
                    "an idle server",
                    "look into its log, then run the same command again",
                )
            if idle < 2:
                time.sleep(self._settle)

    def close(self) -> None:
        """Close the connection; closing twice is no error."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _is_idle(self) -> bool:
        from qdrant_client.models import CollectionStatus

        info = self._request(lambda client: client.get_collection(self._collection), patient=True)
        if info.status == CollectionStatus.RED:
            raise UnavailableError(
                f"{self._name()} cannot be indexed ({info.optimizer_status})",
                "",
                "look into the server's log",
            )
        return bool(info.status == CollectionStatus.GREEN)

    def _write(self, batch: "list[PointStruct]") -> None:
        # Without wait the server answers before it has looked at the points.
        self._request(lambda client: client.upsert(self._collection, batch, wait=True), patient=True)

    def _remove(self, passage_ids: list[str]) -> None:
        self._request(lambda client: client.delete(self._collection, [*passage_ids], wait=True), patient=True)

    def _read(self, passage_ids: list[str], with_vectors: bool) -> "list[Record]":
        return self._request(
            lambda client: client.retrieve(self._collection, passage_ids, True, with_vectors),
            patient=with_vectors,  # only jobs and explanations read vectors
        )

    def _page(self, offset: Any) -> "tuple[list[Record], Any]":
        page = within(self._limits.page, _PAGE)
        return self._request(
            lambda client: client.scroll(
                self._collection, limit=page, offset=offset, with_payload=False, with_vectors=False
            ),
            patient=True,
        )

    def _index_range(self, path: str) -> None:
        self._request(
            lambda client: index_payload(client, self._collection, path, numeric=True), patient=True
        )

    def _stored(self) -> int:
        """The count at the first search: published generations do not change."""
        if self._count is None:
            self._count = self.count()
        return self._count

    def _index_ranges(self, points: Iterable[EncodedPassage]) -> None:
        for path in {path for point in points for path in range_paths(point.passage.metadata)}:
            if path not in self._range_indexes and len(self._range_indexes) < _MOST_RANGE_INDEXES:
                self._index_range(path)
                self._range_indexes.add(path)

    def _search(
        self, query: Any, using: str, limit: int, where: SearchFilter | None, params: Any
    ) -> list[Hit]:
        condition = server_filter(where)
        # What orders equal scores is asked within the limit; more hits than it allows are refused aloud.
        most = None if self._limits.page is None else max(limit, self._limits.page)

        def fetch(wanted: int) -> list[Hit]:
            response = self._request(
                lambda client: client.query_points(
                    self._collection,
                    query=query,
                    using=using,
                    query_filter=condition,
                    search_params=params,
                    limit=within(most, wanted),
                    with_payload=False,
                )
            )
            return [Hit(str(point.id), float(point.score)) for point in response.points]

        return top_hits(fetch, limit)

    def _request(self, send: Callable[["QdrantClient"], _T], patient: bool = False) -> _T:
        """Send a request until it succeeds or fails for good; a patient one outlasts a server's restart."""
        import stamina

        client = self._open_client()
        attempts, seconds, pause = _PATIENT if patient else _PROMPT
        with server_failures(self._name()):
            for attempt in stamina.retry_context(
                on=is_transient, attempts=attempts, wait_initial=0.2, wait_max=pause, timeout=seconds
            ):
                with attempt:
                    return send(client)
        raise UnavailableError(f"{self._name()} gave no answer")

    def _open_client(self) -> "QdrantClient":
        if self._client is None:
            raise UnavailableError(f"{self._name()} is closed", "an open store")
        return self._client

    def _name(self) -> str:
        return f"collection {self._collection!r} of the Qdrant server"
