"""The BM25 lane on Lucene."""

from search_app.lanes.timed import timed_ranking
from search_app.protocols import LexicalSearcher
from search_app.records import Query, Ranking


class Bm25Lane:
    """Asks the Lucene index of the same generation.

    Args:
        searcher: The index.
        pairs: See `search_app.protocols.LexicalSearcher.search`.
    """

    name = "bm25"

    def __init__(self, searcher: LexicalSearcher, pairs: float = 0.0) -> None:
        self._searcher, self._pairs = searcher, pairs

    def search(self, query: Query, depth: int) -> Ranking:
        """See `search_app.protocols.Lane`."""
        return timed_ranking(
            self.name, lambda: self._searcher.search(query.text, depth, query.filter, self._pairs)
        )
