"""Which words of a query gave a passage its BM25 score, from Lucene's own explanation."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search_app.lucene.analyzer import BODY, AnalyzedWord
from search_app.lucene.java_classes import call
from search_app.lucene.pairs import pair_of, places
from search_app.lucene.query_words import terms_of
from search_app.records import TokenContribution

_TERM = re.compile(rf"weight\((?:{BODY}:)?(?P<term>.*) in \d+\)", re.DOTALL)


def term_scores(explanation: Any) -> dict[str, float]:
    """Return {`QueryWord.key` or `Pair.key`: its summand of the score} from the tree of a query."""
    scores: dict[str, float] = {}
    for term, value in _weights(explanation):
        scores[term] = scores.get(term, 0.0) + value
    return scores


def _weights(node: Any) -> Iterator[tuple[str, float]]:
    """Walk down to the term weights; what lies below them (idf, tf) multiplies and does not add."""
    found = _TERM.match(call(node, "getDescription"))
    if found:
        yield found["term"], call(call(node, "getValue"), "doubleValue")
        return
    for detail in call(node, "getDetails"):
        yield from _weights(detail)


def contributions(
    scores: Mapping[str, float], query_words: Mapping[str, str], words: Sequence[AnalyzedWord], text: str
) -> list[TokenContribution]:
    """Lead the index terms back to the words people wrote.

    Args:
        scores: {`QueryWord.key` or `Pair.key`: summand}.
        query_words: {the same: as the query writes it}, shown when it stands only in the title.
        words: The analysed `text`.
        text: The passage's text.

    Returns:
        One contribution per word and pair, largest first, with all its places in `text`.
    """
    standing: dict[str, list[tuple[int, int]]] = {term: [] for term in scores}
    keys: dict[str, list[str]] = {}
    for key in scores:
        for term in terms_of(key):
            keys.setdefault(term, []).append(key)
    for word in words:
        for key in keys.get(word.term, ()):
            if (word.start, word.end) not in standing[key][-1:]:
                standing[key].append((word.start, word.end))
    for key in scores:
        pair = pair_of(key)
        if pair is not None:
            standing[key] = places(pair, words)
    shown = {
        term: text[slice(*spans[0])] if spans else query_words.get(term, term)
        for term, spans in standing.items()
    }
    return [
        TokenContribution(shown[term], "bm25", weight, "literal", tuple(standing[term]))
        for term, weight in sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    ]
