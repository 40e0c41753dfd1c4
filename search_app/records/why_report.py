"""Why a document stands where it stands, or is not there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from search_app.records.answer import LaneStanding
from search_app.records.feedback_source import FeedbackSource
from search_app.records.passage import Passage
from search_app.records.score_step import ScoreStep

WhyStage = Literal[
    "shown",
    "reranked down",
    "fused out",
    "below the lane's depth",
    "not retrieved",
    "filtered",
    "unknown document",
]


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One change of one setting that brings a passage among the results shown.

    Attributes:
        setting: "filter", "depth", "fusion.weights.LANE", "rerank.depth" or "rerank.weight", as in a profile.
        current: Its value now; None for a filter.
        needed: The value nearest to it that suffices; None for a filter.
        rank: Where the passage then stands, from 1.
        sentence: The change in words.
    """

    setting: str
    current: float | None
    needed: float | None
    rank: int
    sentence: str


@dataclass(frozen=True, slots=True)
class WhyReport:
    """The way of one document through the stages of one search.

    Everything is about the document's passage that comes furthest.

    Attributes:
        document_id: The document asked about.
        stage: What became of it: "shown", or the stage that dropped it.
        reason: One sentence.
        limit: Number of results shown.
        passage: The passage that came furthest; None for an unknown document.
        lanes: {lane: rank and score at any depth}; None where the lane does not match it at all. A document
            that a filter excludes has the standings it would have without the filter.
        fused_rank: Rank after fusion, from 1; None when no lane returned it.
        fused_score: Score after fusion.
        rerank_rank: Rank by the cross-encoder's score among the passages it read, or None.
        rerank_score: The cross-encoder's logit, or None.
        rerank_share: Share of the cross-encoder in the final score; 0 where it did not read the passage.
        final_rank: Rank in the final order, from 1; None when no lane returned it.
        score: The final score, or None when it was dropped before.
        steps: What `score` is the sum of; without it, what the lanes gave in fusion.
        change: The smallest single change that would bring it among the results shown, if there is one.
        versus: The same for a second document, when one was asked about.
        differences: For `versus`: each step of this document minus that of the other, largest first.
        comparison: For `versus`: one sentence on which of the two stands higher and what makes it so.
        degraded: {lane or stage: why it took no part}.
        feedback: The first hits that the feedback lane went by; empty without it.
    """

    document_id: str
    stage: WhyStage
    reason: str
    limit: int
    passage: Passage | None = None
    lanes: Mapping[str, LaneStanding | None] = field(default_factory=dict)
    fused_rank: int | None = None
    fused_score: float | None = None
    rerank_rank: int | None = None
    rerank_score: float | None = None
    rerank_share: float = 0.0
    final_rank: int | None = None
    score: float | None = None
    steps: tuple[ScoreStep, ...] = ()
    change: SettingChange | None = None
    versus: "WhyReport | None" = None
    differences: tuple[ScoreStep, ...] = ()
    comparison: str | None = None
    degraded: Mapping[str, str] = field(default_factory=dict)
    feedback: tuple[FeedbackSource, ...] = ()

    @property
    def smallest_change(self) -> str | None:
        """The smallest single change in one sentence, or None."""
        return self.change.sentence if self.change else None
