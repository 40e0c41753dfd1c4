"""What is marked in a passage and in its title, and how strongly."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search_app.explain.highlight import highlights
from search_app.records import TokenContribution

LEVELS = 4
"""Strengths of a literal match; 0 is a word that caused an expansion."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of raw text.

    Attributes:
        start: First character.
        end: One past the last character.
        level: 1 (weakest) to `LEVELS` for literal matches, 0 for the cause of an expansion.
    """

    start: int
    end: int
    level: int


def passage_marks(text: str, tokens: Sequence[TokenContribution]) -> list[Mark]:
    """Return the marks of a passage, sorted and free of overlaps.

    Literal matches come first; a word that caused an expansion is marked where nothing else is.

    Args:
        text: The passage's text, which the tokens' spans count.
        tokens: Contributions of all lanes; spans outside the text are ignored.
    """
    literal = [Mark(found.start, found.end, _level(found.strength)) for found in highlights(text, tokens)]
    causes = (place for word in _sources(tokens) for place in occurrences(text, word))
    return _first_come(literal + [Mark(start, end, 0) for start, end in sorted(causes)])


def title_marks(title: str, tokens: Iterable[TokenContribution]) -> list[Mark]:
    """Return the literal words that stand in the title; spans count the text, so they are looked up."""
    words = {token.token for token in tokens if token.kind == "literal" and token.weight > 0}
    places = sorted(place for word in words for place in occurrences(title, word))
    return _first_come([Mark(start, end, 1) for start, end in places])


def occurrences(text: str, word: str) -> list[tuple[int, int]]:
    """Return where `word` stands as a whole word, ignoring case."""
    if not word.strip():
        return []
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return [found.span() for found in pattern.finditer(text)]


def _level(strength: float) -> int:
    return max(1, min(LEVELS, round(strength * LEVELS)))


def _sources(tokens: Iterable[TokenContribution]) -> set[str]:
    return {
        word for token in tokens if token.kind == "expansion" and token.weight > 0 for word in token.sources
    }


def _first_come(marks: Iterable[Mark]) -> list[Mark]:
    """Drop every mark that overlaps one before it in the list, and sort what stays."""
    taken: set[int] = set()
    kept: list[Mark] = []
    for mark in marks:
        if taken.isdisjoint(range(mark.start, mark.end)):
            taken.update(range(mark.start, mark.end))
            kept.append(mark)
    return sorted(kept, key=lambda mark: mark.start)
