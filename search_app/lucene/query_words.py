"""The words of a question as an index may hold them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search_app.lucene.analyzer import BODY, AnalyzedWord

_SYNONYMS = re.compile(r"Synonym\((?P<terms>.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class QueryWord:
    """One word of a question.

    Attributes:
        terms: What analyzers make of it, sorted as Lucene sorts; several where languages differ.
        start: First character in the question.
        end: One past the last character.
    """

    terms: tuple[str, ...]
    start: int
    end: int

    @property
    def key(self) -> str:
        """How Lucene's explanation names it."""
        if len(self.terms) == 1:
            return self.terms[0]
        return f"Synonym({' '.join(f'{BODY}:{term}' for term in self.terms)})"


def terms_of(key: str) -> tuple[str, ...]:
    """Return the index terms behind a `QueryWord.key`; none for the key of a pair."""
    if key.startswith('"'):
        return ()
    found = _SYNONYMS.fullmatch(key)
    if not found:
        return (key,)
    return tuple(found["terms"].removeprefix(f"{BODY}:").split(f" {BODY}:"))


def query_words(analysed: Iterable[Sequence[AnalyzedWord]]) -> list[QueryWord]:
    """Put together what several analyzers make of one question: what stands at the same place is one word.

    So a word counts once, whichever language's form of it a passage holds.
    """
    places: dict[tuple[int, int], set[str]] = {}
    for words in analysed:
        for word in words:
            places.setdefault((word.start, word.end), set()).add(word.term)
    return [
        QueryWord(tuple(sorted(terms, key=str.encode)), start, end)
        for (start, end), terms in sorted(places.items())
    ]
