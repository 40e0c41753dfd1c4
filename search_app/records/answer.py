"""What a search returns: results, and how they came to stand where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from search_app.records.feedback_source import FeedbackSource
from search_app.records.passage import Passage
from search_app.records.query import Query
from search_app.records.ranking import Ranking
from search_app.records.score_step import ScoreStep
from search_app.records.token_contribution import TokenContribution


@dataclass(frozen=True, slots=True)
class LaneStanding:
    """Where one lane placed a passage.

    Attributes:
        rank: Position in the lane, counted from 1.
        score: The lane's own score.
    """

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Result:
    """One hit with everything that put it there.

    Attributes:
        passage: What was found.
        score: The score the final order is by.
        fused_score: Score after fusing the lanes.
        rerank_score: The cross-encoder's logit, or None when this hit was not reranked.
        lanes: Standing in each lane that returned it.
        tokens: Contributions of all explained lanes, largest first.
        steps: What the lanes, the reranker and the blend added up to: their values sum to `score`.
    """

    passage: Passage
    score: float
    fused_score: float
    rerank_score: float | None
    lanes: Mapping[str, LaneStanding]
    tokens: tuple[TokenContribution, ...] = ()
    steps: tuple[ScoreStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole reply to one query.

    Attributes:
        query: The question answered.
        results: Best first.
        rankings: The raw ranking of every lane asked, failures included.
        timings_ms: Milliseconds per stage, and "total".
        degraded: {lane or stage: why it is missing from this answer}.
        generation: Identifier of the collection's generation that answered.
        feedback: The first hits that the feedback lane went by; empty without it.
        rerank_share: Share of the cross-encoder in the scores of the hits it read; 0 when it read none.
    """

    query: Query
    results: tuple[Result, ...]
    rankings: tuple[Ranking, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    degraded: Mapping[str, str] = field(default_factory=dict)
    generation: str = ""
    feedback: tuple[FeedbackSource, ...] = ()
    rerank_share: float = 0.0
