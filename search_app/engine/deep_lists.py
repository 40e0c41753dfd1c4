"""The rankings of a search, followed as deep as it takes to find a passage."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from search_app.lanes.feedback import FEEDBACK, Feedback
from search_app.protocols import BoundLane
from search_app.records import FeedbackSource, Hit, LaneStanding, Ranking

_GROWTH = 8


class DeepLists:
    """Lists of every lane that begin as the search saw them and grow on demand. Not thread-safe.

    As `search_app.ranking.lists.Lists` they say what other settings would have found. Feedback stays with the
    first hits that the search went by, whatever a setting would put first.

    Args:
        lanes: The lanes of the search, bound to its query.
        rankings: What the lanes returned.
        count: Number of passages in the collection; no list gets longer.
    """

    def __init__(self, lanes: Mapping[str, BoundLane], rankings: Collection[Ranking], count: int) -> None:
        answered = {ranking.lane: ranking for ranking in rankings if ranking.failure is None}
        self._lanes = {name: lane for name, lane in lanes.items() if name in answered}
        self._count = count
        self._answered = answered
        self._hits = {name: ranking.hits for name, ranking in answered.items()}
        self._exhausted: set[str] = set()

    @property
    def lanes(self) -> tuple[str, ...]:
        """Names of the lanes that answered."""
        return tuple(self._lanes)

    def ask(self, lanes: Sequence[str], depth: int) -> list[Ranking]:
        """See `search_app.ranking.lists.Lists`; lanes that did not answer the search are left out."""
        return [self._ranking(lane, depth) for lane in lanes if lane in self._lanes]

    def near(
        self, first: Sequence[Hit], feedback: Feedback, depth: int
    ) -> tuple[tuple[FeedbackSource, ...], Ranking]:
        """See `search_app.ranking.lists.Lists`."""
        if FEEDBACK not in self._lanes:
            return (), Ranking(FEEDBACK, ())
        return (), self._ranking(FEEDBACK, depth)

    def known(self, lane: str) -> tuple[Hit, ...]:
        """Return what has been seen of a lane so far."""
        return self._hits[lane]

    def hits(self, lane: str, depth: int) -> tuple[Hit, ...]:
        """Return the first `depth` hits of a lane, or all it has."""
        if len(self._hits[lane]) < depth:
            self._grow(lane, depth)
        return self._hits[lane][:depth]

    def standing(self, lane: str, passage_id: str) -> LaneStanding | None:
        """Return rank and score at any depth; None when the lane does not match the passage."""
        while True:
            found = self._find(lane, {passage_id})
            if found is not None or lane in self._exhausted:
                return found
            self._grow(lane, _GROWTH * max(len(self._hits[lane]), 1))

    def grow_until_any(self, passage_ids: Collection[str]) -> None:
        """Deepen all lanes together until one of them holds one of the passages, or none has more."""
        wanted = set(passage_ids)
        while not any(self._find(lane, wanted) for lane in self._lanes):
            left = [lane for lane in self._lanes if lane not in self._exhausted]
            if not left:
                return
            for lane in left:
                self._grow(lane, _GROWTH * max(len(self._hits[lane]), 1))

    def _ranking(self, lane: str, depth: int) -> Ranking:
        return replace(self._answered[lane], hits=self.hits(lane, depth), asked=depth)

    def _find(self, lane: str, wanted: Collection[str]) -> LaneStanding | None:
        for rank, hit in enumerate(self._hits[lane], start=1):
            if hit.passage_id in wanted:
                return LaneStanding(rank, hit.score)
        return None

    def _grow(self, lane: str, depth: int) -> None:
        """Search deeper; what the search saw stays in front, as an approximate index may change its mind."""
        if lane in self._exhausted:
            return
        depth = min(depth, self._count)
        hits = self._lanes[lane].search(max(depth, 1)).hits
        known = {hit.passage_id for hit in self._hits[lane]}
        self._hits[lane] += tuple(hit for hit in hits if hit.passage_id not in known)
        if len(hits) < depth or depth >= self._count:
            self._exhausted.add(lane)
