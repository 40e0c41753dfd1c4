"""What is near the first hits of the other lanes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_app.errors import CorruptError
from search_app.lanes.dense.word_shares import word_shares
from search_app.lanes.timed import timed_ranking
from search_app.protocols import Contributions, DenseEncoder, Evidence, StoredPassage, VectorStore
from search_app.records import FeedbackSource, Hit, Query, Ranking, Result
from search_app.records.setting import check_settings, setting

FEEDBACK = "feedback"
OpenEncoder = Callable[[], DenseEncoder | None]
"""Returns the encoder of the stored vectors, or None when another one is loaded: only explanations ask."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What feedback goes by. The defaults are those that are served.

    Attributes:
        passages: Number of first hits it searches by.
        sharpness: How steeply their weights fall with their fused scores, see `feedback_weights`.
    """

    passages: int = setting(10, "first hits of the other lanes that feedback searches by", low=1, high=100)
    sharpness: float = setting(8.0, "how steeply their weights fall; 0 weighs them alike", low=0, high=100)

    def __post_init__(self) -> None:
        check_settings(self, FEEDBACK)


class FeedbackLane:
    """Searches by the dense vectors of passages instead of the question's. Needs no model.

    Pseudo-relevance feedback on stored vectors, after Li, Mourad, Zhuang, Koopman and Zuccon: Pseudo
    Relevance Feedback with Deep Language Models and Dense Retrievers, TOIS 2023. Theirs replaces the
    query; this is a ranking beside the others, so that it can be weighed, left out and explained like them.
    It is bound to its query from the start, see `search_app.protocols.BoundLane`.

    Args:
        sources: The passages it goes by.
        vector: float32[dimension], the weighted mean of their vectors.
        store: Where it searches.
        query: Of it only the filter counts.
        encoder: Asked for by explanations only.
    """

    name = FEEDBACK

    def __init__(
        self,
        sources: Sequence[FeedbackSource],
        vector: NDArray[np.float32],
        store: VectorStore,
        query: Query,
        encoder: OpenEncoder,
    ) -> None:
        self.sources, self.vector = tuple(sources), vector
        self._store, self._query, self._encoder = store, query, encoder

    def search(self, depth: int) -> Ranking:
        """See `search_app.protocols.BoundLane`."""
        where = self._query.filter
        return timed_ranking(FEEDBACK, lambda most: self._store.search_dense(self.vector, most, where), depth)

    def explain(self, results: Sequence[Result], evidence: Evidence) -> Contributions:
        """See `search_app.protocols.BoundLane`; only for passages a model may be run on."""
        if not any(FEEDBACK in each.lanes and evidence.deep(each.passage.id) for each in results):
            return {}
        encoder = self._encoder()
        return word_shares(FEEDBACK, lambda: self.vector, results, encoder, evidence) if encoder else {}


def no_encoder() -> None:
    """Stand for the encoder where nothing will be explained."""


def open_feedback(
    first: Sequence[Hit],
    feedback: Feedback,
    store: VectorStore,
    query: Query,
    encoder: OpenEncoder = no_encoder,
) -> FeedbackLane:
    """Return the lane that goes by the head of a fused ranking.

    Args:
        first: What the other lanes found, fused, best first; not empty.
        feedback: How many of them count, and how much.
        store: Of the generation that is searched.
        query: What was asked.
        encoder: See `FeedbackLane`.

    Raises:
        CorruptError: When the store holds none of the passages.
        UnavailableError: When the store cannot be reached.
    """
    scores = {hit.passage_id: hit.score for hit in first[: feedback.passages]}
    stored = _with_vectors(list(scores), store)
    weights = feedback_weights([scores[entry.passage.id] for entry in stored], feedback.sharpness)
    sources = [FeedbackSource(entry.passage, weight) for entry, weight in zip(stored, weights, strict=True)]
    return FeedbackLane(sources, _weighted_mean(stored, weights), store, query, encoder)


def reopen_feedback(
    sources: Sequence[FeedbackSource], store: VectorStore, query: Query, encoder: OpenEncoder
) -> FeedbackLane:
    """Return the lane that an earlier search had, made again from its sources; errors as `open_feedback`."""
    weights = {source.passage.id: source.weight for source in sources}
    stored = _with_vectors(list(weights), store)
    vector = _weighted_mean(stored, [weights[entry.passage.id] for entry in stored])
    return FeedbackLane(sources, vector, store, query, encoder)


def feedback_weights(scores: Sequence[float], sharpness: float) -> list[float]:
    """Return weights in proportion to (score / best score) ** sharpness; they sum to 1.

    A ratio means the same on every scale, so one sharpness serves all fusions. Where the first hit stands
    far above the rest it keeps almost all of the weight, and feedback changes little.

    Args:
        scores: Fused scores, best first; not negative, not empty.
        sharpness: 0 weighs all alike; the larger, the more the first hits count.
    """
    values = np.array(scores, dtype=np.float64)
    ratios = values / values[0] if values[0] > 0 else np.ones_like(values)
    powers = ratios**sharpness
    weights: list[float] = (powers / powers.sum()).tolist()
    return weights


def _with_vectors(passage_ids: Sequence[str], store: VectorStore) -> list[StoredPassage]:
    stored = store.retrieve(passage_ids, with_vectors=True)
    if not stored:
        raise CorruptError("none of the first hits is stored", todo="run `search-app collections verify`")
    return stored


def _weighted_mean(stored: Sequence[StoredPassage], weights: Sequence[float]) -> NDArray[np.float32]:
    """Its inner product with a passage is the weighted mean of that passage's similarities to the sources."""
    vectors = np.stack([entry.dense for entry in stored if entry.dense is not None])
    mean: NDArray[np.float32] = (np.array(weights) @ vectors.astype(np.float64)).astype(np.float32)
    return mean
