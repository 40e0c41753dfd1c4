"""Rankings of the feedback lane, each searched once however many systems ask for it."""

from collections.abc import Sequence

from search_app.lanes import open_feedback_lane
from search_app.protocols import VectorStore
from search_app.records import Hit, Query, Ranking

_Key = tuple[tuple[Hit, ...], float, int]


class FeedbackRankings:
    """Searches by the first hits of a fused ranking and remembers what it found.

    Args:
        store: Where their vectors are, and where it searches.
    """

    def __init__(self, store: VectorStore) -> None:
        self._store = store
        self._known: dict[_Key, Ranking] = {}

    def of(self, first: Sequence[Hit], passages: int, sharpness: float, depth: int) -> Ranking:
        """Return what the feedback lane finds, `depth` deep; see `open_feedback_lane`."""
        head = tuple(first[:passages])
        key = head, sharpness, depth
        if key not in self._known:
            lane = open_feedback_lane(head, passages, sharpness, self._store)
            self._known[key] = lane.search(Query(""), depth)
        return self._known[key]

    def forget(self) -> None:
        """Drop what is remembered: the queries of a batch do not come back."""
        self._known.clear()
