"""Everything that happened to one query, from the lanes to the final order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search_app.protocols import BoundLane, Reranker
from search_app.ranking.program import Ranked
from search_app.records import Hit, LaneStanding, Passage, Result, ScoreStep


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A ranking with what it was made of.

    Attributes:
        ranked: Its stages, whole.
        lanes: The lanes that could be asked, bound to the query.
        reranker: The cross-encoder, or None when it was not asked for or could not be loaded.
        passages: The passages of the head.
        degraded: {lane or stage: why it is missing}.
    """

    ranked: Ranked
    lanes: Mapping[str, BoundLane]
    reranker: Reranker | None
    passages: Mapping[str, Passage]
    degraded: dict[str, str]

    @property
    def final(self) -> Sequence[Hit]:
        """The final order, whole."""
        return self.ranked.final

    def steps(self, passage_id: str) -> tuple[ScoreStep, ...]:
        """Return the summands of a final score."""
        return self.ranked.blended.steps(passage_id)

    def results(self, limit: int) -> tuple[Result, ...]:
        """Return the first `limit` of the final order with everything that put them there."""
        shown = self.final[:limit]
        wanted = {hit.passage_id for hit in shown}
        fused = {hit.passage_id: hit.score for hit in self.ranked.fused.hits if hit.passage_id in wanted}
        standings, readings = self._standings(shown), self.ranked.readings
        return tuple(
            Result(
                self.passages[hit.passage_id],
                hit.score,
                fused[hit.passage_id],
                readings[hit.passage_id].score if hit.passage_id in readings else None,
                standings[hit.passage_id],
                steps=self.steps(hit.passage_id),
            )
            for hit in shown
        )

    def _standings(self, hits: Sequence[Hit]) -> dict[str, dict[str, LaneStanding]]:
        standings: dict[str, dict[str, LaneStanding]] = {hit.passage_id: {} for hit in hits}
        for ranking in self.ranked.fused.rankings:
            for rank, hit in enumerate(ranking.hits, start=1):
                if hit.passage_id in standings:
                    standings[hit.passage_id][ranking.lane] = LaneStanding(rank, hit.score)
        return standings
