"""The feedback lane: what is near the first hits of the other lanes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from search_app.errors import CorruptError
from search_app.lanes.timed import timed_ranking
from search_app.protocols import StoredPassage, VectorStore
from search_app.records import FeedbackSource, Hit, Query, Ranking


class FeedbackLane:
    """Searches by the dense vectors of passages instead of the question's. Needs no model.

    Pseudo-relevance feedback on stored vectors, after Li, Mourad, Zhuang, Koopman and Zuccon: Pseudo
    Relevance Feedback with Deep Language Models and Dense Retrievers, TOIS 2023. Theirs replaces the
    query; this is a ranking beside the others, so that it can be weighed, left out and explained like them.

    Args:
        sources: The passages it goes by.
        vector: float32[dimension], the weighted mean of their vectors.
        store: Where it searches.
    """

    name = "feedback"

    def __init__(
        self, sources: Sequence[FeedbackSource], vector: NDArray[np.float32], store: VectorStore
    ) -> None:
        self.sources = tuple(sources)
        self._vector = vector
        self._store = store

    def search(self, query: Query, depth: int) -> Ranking:
        """See `search_app.protocols.Lane`; of the query only the filter counts."""
        return timed_ranking(self.name, lambda: self._store.search_dense(self._vector, depth, query.filter))


def open_feedback_lane(
    first: Sequence[Hit], passages: int, sharpness: float, store: VectorStore
) -> FeedbackLane:
    """Return the lane that goes by the head of a fused ranking.

    Args:
        first: What the other lanes found, fused, best first; not empty.
        passages: Length of the head.
        sharpness: See `feedback_weights`.
        store: Of the generation that is searched.

    Raises:
        CorruptError: When the store holds none of the passages.
        UnavailableError: When the store cannot be reached.
    """
    scores = {hit.passage_id: hit.score for hit in first[:passages]}
    stored = _with_vectors(list(scores), store)
    weights = feedback_weights([scores[entry.passage.id] for entry in stored], sharpness)
    sources = [FeedbackSource(entry.passage, weight) for entry, weight in zip(stored, weights, strict=True)]
    return FeedbackLane(sources, _weighted_mean(stored, weights), store)


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


def feedback_vector(sources: Sequence[FeedbackSource], store: VectorStore) -> NDArray[np.float32]:
    """Return the vector a search went by, made again from the store; errors as for `open_feedback_lane`."""
    weights = {source.passage.id: source.weight for source in sources}
    stored = _with_vectors(list(weights), store)
    return _weighted_mean(stored, [weights[entry.passage.id] for entry in stored])


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
