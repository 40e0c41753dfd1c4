"""The passages of a head, read by a cross-encoder."""

from collections.abc import Sequence

from search_app.protocols import Reranker, WindowedReader
from search_app.records import Passage, Reading


def readings(reranker: Reranker, query: str, passages: Sequence[Passage]) -> dict[str, Reading]:
    """Return {passage id: reading}; a reranker without a window is taken to read all of every text."""
    texts = [passage.full_text for passage in passages]
    if isinstance(reranker, WindowedReader):
        scores, extents = reranker.read(query, texts)
        pairs = zip(scores.tolist(), extents.tolist(), strict=True)
        found = [Reading(score, extent) for score, extent in pairs]
    else:
        found = [Reading(score) for score in reranker.score(query, texts).tolist()]
    return {passage.id: reading for passage, reading in zip(passages, found, strict=True)}
