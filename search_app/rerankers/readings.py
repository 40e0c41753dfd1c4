"""The passages of a head, read by a cross-encoder."""

from collections.abc import Sequence

from search_app.passages import read_text
from search_app.protocols import Reranker, WindowedReader
from search_app.records import Passage, Reading


def readings(reranker: Reranker, query: str, passages: Sequence[Passage]) -> dict[str, Reading]:
    """Return {passage id: reading}; a reranker without a window is taken to read all of every text."""
    texts = texts_beside(query, passages, reranker)
    if isinstance(reranker, WindowedReader):
        scores, extents = reranker.read(query, texts)
        pairs = zip(scores.tolist(), extents.tolist(), strict=True)
        found = [Reading(score, extent) for score, extent in pairs]
    else:
        found = [Reading(score) for score in reranker.score(query, texts).tolist()]
    return {passage.id: reading for passage, reading in zip(passages, found, strict=True)}


def texts_beside(query: str, passages: Sequence[Passage], reranker: Reranker) -> list[str]:
    """Return what a reranker is given of passages: a long title leaves the text its place."""
    if not isinstance(reranker, WindowedReader):
        return [passage.full_text for passage in passages]
    room = reranker.tokens_read(query)
    return [read_text(passage, room, reranker.token_starts) for passage in passages]
