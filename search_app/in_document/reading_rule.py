"""How a document is split for a cross-encoder: nothing it is given is cut off."""

from search_app.passages import SplitRule
from search_app.protocols import Reranker, WindowedReader
from search_app.text.words import word_spans

_WORDS = 150  # for a cross-encoder that does not tell its window; fits one of 256 tokens
_LEAST = 16


def reading_rule(question: str, reranker: Reranker) -> SplitRule:
    """Return the rule that fills the cross-encoder's window beside `question`.

    Passages do not overlap, so that each place of the document is marked once.
    """
    if isinstance(reranker, WindowedReader):
        return SplitRule(reranker.token_starts, max(_LEAST, reranker.tokens_read(question)), 0)
    return SplitRule(lambda text: [start for start, _ in word_spans(text)], _WORDS, 0)
