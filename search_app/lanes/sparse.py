"""The learned sparse lane: inner product of SPLADE-style vectors."""

from search_app.lanes.timed import timed_ranking
from search_app.protocols import SparseEncoder, VectorStore
from search_app.records import Query, Ranking


class SparseLane:
    """Encodes the query and asks the vector store's inverted index."""

    name = "sparse"

    def __init__(self, encoder: SparseEncoder, store: VectorStore) -> None:
        self._encoder = encoder
        self._store = store

    def search(self, query: Query, depth: int) -> Ranking:
        """See `search_app.protocols.Lane`."""
        return timed_ranking(
            self.name,
            lambda: self._store.search_sparse(
                self._encoder.encode_queries([query.text])[0], depth, query.filter
            ),
        )
