"""Rankings of the feedback lane, each searched once however many systems ask for it."""

from collections.abc import Sequence

from search_app.lanes.feedback import Feedback, open_feedback
from search_app.protocols import VectorStore
from search_app.records import FeedbackSource, Hit, Query, Ranking

_Key = tuple[tuple[Hit, ...], Feedback, int]
Near = tuple[tuple[FeedbackSource, ...], Ranking]


class FeedbackRankings:
    """Searches by the first hits of a fused ranking and remembers what it found.

    Args:
        store: Where their vectors are, and where it searches.
    """

    def __init__(self, store: VectorStore) -> None:
        self._store = store
        self._known: dict[_Key, Near] = {}

    def of(self, first: Sequence[Hit], feedback: Feedback, depth: int) -> Near:
        """Return what the feedback lane goes by, and what it finds, `depth` deep; see `open_feedback`."""
        head = tuple(first[: feedback.passages])
        key = head, feedback, depth
        if key not in self._known:
            lane = open_feedback(head, feedback, self._store, Query(""))
            self._known[key] = lane.sources, lane.search(depth)
        return self._known[key]

    def forget(self) -> None:
        """Drop what is remembered: the queries of a batch do not come back."""
        self._known.clear()
