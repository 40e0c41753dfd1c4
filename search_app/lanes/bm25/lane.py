"""The BM25 lane on Lucene."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from search_app.lanes.timed import timed_ranking
from search_app.protocols import Contributions, Evidence, LexicalSearcher
from search_app.records import Query, Ranking, Result
from search_app.records.setting import check_settings, setting

BM25 = "bm25"
UNMATCHED = 0.0
"""Score of a passage that holds no word of the question; Lucene does not return it."""


@dataclass(frozen=True, slots=True)
class Bm25Options:
    """What the lane is asked with. The defaults are those that are served.

    Attributes:
        pairs: What neighbouring words of the question count where they stand together in the passage, as a
            factor of their score as a phrase; 0 leaves plain BM25.
    """

    pairs: float = setting(
        0.4,
        "what neighbouring words count where they stand together",
        low=0,
        high=10,
        tried=(0.2, 0.3, 0.4),
    )

    def __post_init__(self) -> None:
        check_settings(self, BM25)


class Bm25Lane:
    """Asks the Lucene index of the same generation.

    Args:
        searcher: The index.
        options: What it is asked with.
    """

    name = BM25

    def __init__(self, searcher: LexicalSearcher, options: Bm25Options) -> None:
        self.searcher, self.options = searcher, options

    def bind(self, query: Query) -> "BoundBm25":
        """See `search_app.protocols.Lane`."""
        return BoundBm25(self, query)

    def search_many(self, texts: Sequence[str], depth: int) -> list[Ranking]:
        """See `search_app.protocols.Lane`; in threads, since Lucene leaves the interpreter free."""
        with ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="bm25") as pool:
            return list(pool.map(lambda text: self.bind(Query(text)).search(depth), texts))


class BoundBm25:
    """The BM25 lane and one query."""

    name = BM25

    def __init__(self, lane: Bm25Lane, query: Query) -> None:
        self._lane, self._query = lane, query

    def search(self, depth: int) -> Ranking:
        """See `search_app.protocols.BoundLane`."""
        searcher, query, pairs = self._lane.searcher, self._query, self._lane.options.pairs
        return timed_ranking(
            BM25,
            lambda most: searcher.search(query.text, most, query.filter, pairs),
            depth,
            rest=UNMATCHED,
        )

    def explain(self, results: Sequence[Result], evidence: Evidence) -> Contributions:
        """See `search_app.protocols.BoundLane`; Lucene's own explanation, no model is run."""
        lane = self._lane
        return {
            result.passage.id: lane.searcher.explain(self._query.text, result.passage, lane.options.pairs)
            for result in results
            if BM25 in result.lanes
        }
