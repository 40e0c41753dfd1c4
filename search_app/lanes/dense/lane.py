"""Nearest passages by a bi-encoder's vectors."""

from collections.abc import Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from search_app.lanes.dense.word_shares import DENSE, word_shares
from search_app.lanes.timed import timed_ranking
from search_app.protocols import Contributions, DenseEncoder, Evidence, VectorStore
from search_app.records import Query, Ranking, Result


class DenseLane:
    """Encodes the query and asks the vector store for its neighbours."""

    name = DENSE

    def __init__(self, encoder: DenseEncoder, store: VectorStore) -> None:
        self.encoder, self.store = encoder, store

    def bind(self, query: Query) -> "BoundDense":
        """See `search_app.protocols.Lane`."""
        return BoundDense(self, query)

    def search_many(self, texts: Sequence[str], depth: int) -> list[Ranking]:
        """See `search_app.protocols.Lane`; the queries are encoded in batches."""
        vectors = self.encoder.encode_queries(texts)
        return [timed_ranking(DENSE, partial(self.store.search_dense, vector), depth) for vector in vectors]


class BoundDense:
    """The dense lane and one query."""

    name = DENSE

    def __init__(self, lane: DenseLane, query: Query) -> None:
        self._lane, self._query = lane, query

    @cached_property
    def vector(self) -> NDArray[np.float32]:
        """float32[dimension], the query's vector."""
        vector: NDArray[np.float32] = self._lane.encoder.encode_queries([self._query.text])[0]
        return vector

    def search(self, depth: int) -> Ranking:
        """See `search_app.protocols.BoundLane`."""
        store, where = self._lane.store, self._query.filter
        return timed_ranking(DENSE, lambda most: store.search_dense(self.vector, most, where), depth)

    def explain(self, results: Sequence[Result], evidence: Evidence) -> Contributions:
        """See `search_app.protocols.BoundLane`; only for passages a model may be run on."""
        return word_shares(DENSE, lambda: self.vector, results, self._lane.encoder, evidence)
