"""Which words the cross-encoder went by: what its score loses without each of them."""

from collections.abc import Sequence

from search_app.protocols import Reranker, WindowedReader
from search_app.records import Passage, TokenContribution
from search_app.records.span import Span
from search_app.rerankers.readings import texts_beside
from search_app.text.words import word_spans

LANE = "rerank"
MOST_RUNS = 64


def explain_rerank(
    query: str, passage: Passage, reranker: Reranker, most_runs: int = MOST_RUNS
) -> list[TokenContribution]:
    """Return what the score loses without each word of the passage, largest first.

    Leave-one-out attribution (Li, Monroe and Jurafsky: Understanding Neural Networks through Representation
    Erasure, 2016), all texts scored in one batch. Neighbouring words share a run where there are more than
    `most_runs`. The losses do not sum to the score: words act together. A negative loss means the word
    spoke against the passage.

    Args:
        query: The question.
        passage: What was found; only what the cross-encoder reads of it is taken apart.
        reranker: The cross-encoder.
        most_runs: Most texts scored beside the whole one.
    """
    (text,) = texts_beside(query, [passage], reranker)
    body = len(text) - len(passage.text)
    losses = word_losses(query, text, reranker, most_runs)
    found = [_contribution(text, span, loss, body) for span, loss in losses if loss]
    return sorted(found, key=lambda contribution: (-contribution.weight, contribution.spans))


def word_losses(
    query: str, text: str, reranker: Reranker, most_runs: int = MOST_RUNS
) -> list[tuple[Span, float]]:
    """Return what the score loses without each word (or neighbouring words) of what is read of `text`."""
    if isinstance(reranker, WindowedReader):
        # Beyond the window, leaving a word out would let others in.
        text = text[: reranker.characters_read(query, text)]
    stretches = _stretches(word_spans(text), most_runs)
    if not stretches:
        return []
    scores = reranker.score(query, [text, *(without(text, [span]) for span in stretches)])
    losses = (float(scores[0]) - scores[1:].astype(float)).tolist()
    return list(zip(stretches, losses, strict=True))


def without(text: str, spans: Sequence[Span]) -> str:
    """Return the text without the spans, which are sorted and free of overlaps."""
    kept, position = [], 0
    for start, end in spans:
        kept.append(text[position:start])
        position = end
    return "".join([*kept, text[position:]])


def _stretches(words: Sequence[Span], most: int) -> list[Span]:
    size = -(-len(words) // most)
    return [
        (words[first][0], words[min(first + size, len(words)) - 1][1])
        for first in range(0, len(words), max(1, size))
    ]


def _contribution(text: str, span: Span, weight: float, body: int) -> TokenContribution:
    start, end = span
    places = ((max(start - body, 0), end - body),) if end > body else ()
    return TokenContribution(text[start:end], LANE, weight, "share", places)
