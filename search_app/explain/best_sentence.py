"""The sentence of a passage that matched."""

from collections.abc import Sequence

from search_app.explain.telling import telling
from search_app.records import TokenContribution
from search_app.records.span import Span
from search_app.text.sentences import sentence_spans


def best_sentence(text: str, contributions: Sequence[TokenContribution]) -> Span:
    """Return (start, end) of the sentence that carries most of the contributions.

    A word counts once per sentence, however often it stands there, by its strength, see `telling`. The
    earlier of two equals wins, so without contributions it is the first sentence. For a text without any
    sentence it is (0, 0).
    """
    shares = [
        (strength, contribution.spans)
        for contribution, strength in telling(contributions)
        if contribution.spans
    ]
    return max(sentence_spans(text), key=lambda sentence: _carried(sentence, shares), default=(0, 0))


def _carried(sentence: Span, shares: Sequence[tuple[float, tuple[Span, ...]]]) -> float:
    first, last = sentence
    return sum(share for share, spans in shares if any(first <= start < last for start, _ in spans))
