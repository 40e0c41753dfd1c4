"""Everything that happened to one query, from the lanes to the final order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search_app.fusion import BlendRule, LaneParts, score_steps
from search_app.protocols import Lane, Reranker
from search_app.records import (
    FeedbackSource,
    Hit,
    LaneStanding,
    Passage,
    Ranking,
    Reading,
    Result,
    ScoreStep,
)


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The stages of one search, before anything is cut to the results shown.

    Attributes:
        lanes: The lanes that were asked.
        reranker: The cross-encoder, or None when it was not asked for or could not be loaded.
        rankings: Of every lane, failures included.
        parts: What each lane gave to each passage in fusion.
        fused: The whole fused ranking, best first.
        head: The part of it that was fetched and blended.
        passages: The passages of the head.
        readings: {passage id: reading} of what the cross-encoder read.
        rule: What those count beside the lanes.
        final: The head in its final order.
        degraded: {lane or stage: why it is missing}.
        feedback: The first hits that the feedback lane went by; empty without it.
    """

    lanes: Mapping[str, Lane]
    reranker: Reranker | None
    rankings: Sequence[Ranking]
    parts: LaneParts
    fused: Sequence[Hit]
    head: Sequence[Hit]
    passages: Mapping[str, Passage]
    readings: Mapping[str, Reading]
    rule: BlendRule
    final: Sequence[Hit]
    degraded: dict[str, str]
    feedback: tuple[FeedbackSource, ...] = ()

    @property
    def rerank_scores(self) -> dict[str, float]:
        """{passage id: logit} of what the cross-encoder read."""
        return {name: reading.score for name, reading in self.readings.items()}

    @property
    def rerank_share(self) -> float:
        """The cross-encoder's share in the final scores of what it read; 0 when it read nothing."""
        return self.rule.share(self.readings.values())

    def steps(self) -> dict[str, tuple[ScoreStep, ...]]:
        """Return the summands of every final score, see `search_app.fusion.score_steps`."""
        return score_steps(self.parts, self.head, self.readings, self.rule)

    def results(self, limit: int) -> tuple[Result, ...]:
        """Return the first `limit` of the final order with everything that put them there."""
        fused_scores = {hit.passage_id: hit.score for hit in self.head}
        shown = self.final[:limit]
        standings = self._standings(shown)
        steps, scores = self.steps(), self.rerank_scores
        return tuple(
            Result(
                self.passages[hit.passage_id],
                hit.score,
                fused_scores[hit.passage_id],
                scores.get(hit.passage_id),
                standings[hit.passage_id],
                steps=steps[hit.passage_id],
            )
            for hit in shown
        )

    def _standings(self, hits: Sequence[Hit]) -> dict[str, dict[str, LaneStanding]]:
        standings: dict[str, dict[str, LaneStanding]] = {hit.passage_id: {} for hit in hits}
        for ranking in self.rankings:
            for rank, hit in enumerate(ranking.hits, start=1):
                if hit.passage_id in standings:
                    standings[hit.passage_id][ranking.lane] = LaneStanding(rank, hit.score)
        return standings
