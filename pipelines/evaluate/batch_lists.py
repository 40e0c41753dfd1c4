"""The lists and readings of one query of a batch, as the ranking takes them."""

from collections.abc import Collection, Mapping, Sequence

from pipelines.evaluate.asked_lane import AskedLane, asked_lane
from pipelines.evaluate.feedback_rankings import FeedbackRankings
from pipelines.evaluate.passage_readings import PassageReadings
from search_app.lanes.feedback import Feedback
from search_app.ranking.profile import Profile
from search_app.records import FeedbackSource, Hit, Ranking, Reading


class BatchLists:
    """See `search_app.ranking.lists.Lists`: what a batch was answered, cut to the depth a profile takes.

    Args:
        profile: Whose options the lanes were asked with.
        found: {lane and what it was asked with: ranking}.
        feedback: Searches by first hits.
        deepest: How deep feedback is asked.

    Attributes:
        whole: The rankings handed out, as deep as they are.
    """

    def __init__(
        self,
        profile: Profile,
        found: Mapping[AskedLane, Ranking],
        feedback: FeedbackRankings,
        deepest: int,
    ) -> None:
        self._profile, self._found = profile, found
        self._feedback, self._deepest = feedback, deepest
        self.whole: list[Ranking] = []

    def ask(self, lanes: Sequence[str], depth: int) -> list[Ranking]:
        """See `search_app.ranking.lists.Lists`."""
        self.whole = [self._found[asked_lane(lane, self._profile)] for lane in lanes]
        return [ranking.cut(depth) for ranking in self.whole]

    def near(
        self, first: Sequence[Hit], feedback: Feedback, depth: int
    ) -> tuple[tuple[FeedbackSource, ...], Ranking]:
        """See `search_app.ranking.lists.Lists`."""
        sources, ranking = self._feedback.of(first, feedback, max(depth, self._deepest))
        self.whole.append(ranking)
        return sources, ranking.cut(depth)


class BatchReader:
    """See `search_app.ranking.lists.Reader`: reads each passage once for all systems.

    Args:
        text: The query.
        readings: What was read before.
    """

    def __init__(self, text: str, readings: PassageReadings) -> None:
        self._text, self._readings = text, readings

    def present(self, passage_ids: Sequence[str]) -> Collection[str]:
        """See `search_app.ranking.lists.Reader`; texts are fetched when they are read."""
        return passage_ids

    def read(self, passage_ids: Sequence[str]) -> Mapping[str, Reading]:
        """See `search_app.ranking.lists.Reader`."""
        return self._readings.of(self._text, passage_ids)
