"""The dense lane: nearest passages by a bi-encoder's vectors."""

from search_app.lanes.timed import timed_ranking
from search_app.protocols import DenseEncoder, VectorStore
from search_app.records import Query, Ranking


class DenseLane:
    """Encodes the query and asks the vector store for its neighbours."""

    name = "dense"

    def __init__(self, encoder: DenseEncoder, store: VectorStore) -> None:
        self._encoder = encoder
        self._store = store

    def search(self, query: Query, depth: int) -> Ranking:
        """See `search_app.protocols.Lane`."""
        return timed_ranking(
            self.name,
            lambda: self._store.search_dense(
                self._encoder.encode_queries([query.text])[0], depth, query.filter
            ),
        )
