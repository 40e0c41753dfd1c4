"""From token contributions to stretches of the passage worth marking."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from search_app.records import TokenContribution

LEVELS = 4
"""Strengths of a literal match; 0 is a word that caused an expansion."""

_UNMARKED = -1


@dataclass(frozen=True, slots=True)
class Highlight:
    """One stretch of raw text.

    Attributes:
        start: First character.
        end: One past the last character.
        level: 1 (weakest) to `LEVELS` for literal matches, 0 for the cause of an expansion.
    """

    start: int
    end: int
    level: int


def passage_highlights(text: str, tokens: Sequence[TokenContribution]) -> list[Highlight]:
    """Return the highlights of a passage, sorted and free of overlaps.

    A literal match is as strong as its share of the lane's largest contribution; where lanes disagree the
    stronger counts. Touching stretches are one: the lanes cut words at different places.

    Args:
        text: The passage's text, which the tokens' spans count.
        tokens: Contributions of all lanes; spans outside the text are ignored.
    """
    levels = [_UNMARKED] * len(text)
    for word in _sources(tokens):
        for start, end in occurrences(text, word):
            levels[start:end] = [0] * (end - start)
    largest = _largest_by_lane(tokens)
    for token in tokens:
        level = _level(token, largest)
        for start, end in token.spans if level else ():
            for position in range(max(start, 0), min(end, len(text))):
                levels[position] = max(levels[position], level)
    return _runs(levels)


def title_highlights(title: str, tokens: Iterable[TokenContribution]) -> list[Highlight]:
    """Return the literal words that stand in the title; spans count the text, so they are looked up."""
    levels = [_UNMARKED] * len(title)
    for token in tokens:
        if token.kind == "literal" and token.weight > 0:
            for start, end in occurrences(title, token.token):
                levels[start:end] = [1] * (end - start)
    return _runs(levels)


def occurrences(text: str, word: str) -> list[tuple[int, int]]:
    """Return where `word` stands as a whole word, ignoring case."""
    if not word.strip():
        return []
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return [found.span() for found in pattern.finditer(text)]


def _sources(tokens: Iterable[TokenContribution]) -> set[str]:
    return {
        word for token in tokens if token.kind == "expansion" and token.weight > 0 for word in token.sources
    }


def _largest_by_lane(tokens: Iterable[TokenContribution]) -> dict[str, float]:
    largest: dict[str, float] = {}
    for token in tokens:
        largest[token.lane] = max(largest.get(token.lane, 0.0), token.weight)
    return largest


def _level(token: TokenContribution, largest: dict[str, float]) -> int:
    """Return 1 to LEVELS for a literal match that raised the score, else 0 (not marked by its spans)."""
    if token.kind != "literal" or token.weight <= 0:
        return 0
    share = token.weight / largest[token.lane]
    return max(1, min(LEVELS, round(share * LEVELS)))


def _runs(levels: list[int]) -> list[Highlight]:
    """Join touching characters of literal matches into one stretch of their strongest level."""
    runs: list[Highlight] = []
    kinds = ((position, min(level, 1)) for position, level in enumerate(levels))
    for kind, group in groupby(kinds, key=lambda pair: pair[1]):
        positions = [position for position, _ in group]
        if kind != _UNMARKED:
            start, end = positions[0], positions[-1] + 1
            runs.append(Highlight(start, end, max(levels[start:end])))
    return runs
