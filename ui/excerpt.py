"""The part of a long passage that is shown first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ui.highlights import Highlight

LENGTH = 360
"""Characters of an excerpt: about four lines at full width, readable at a glance."""

_SLACK = 90
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a passage.

    Attributes:
        start: First character.
        end: One past the last character.
        whole: True when it is the whole passage.
    """

    start: int
    end: int
    whole: bool


def best_part(text: str, highlights: Sequence[Highlight]) -> Excerpt:
    """Return the stretch of about `LENGTH` characters that holds the strongest highlights.

    Passages only slightly longer are shown whole; otherwise the stretch begins with a sentence or at least
    with a word, and does not end within a word.
    """
    if len(text) <= LENGTH + _SLACK:
        return Excerpt(0, len(text), whole=True)
    start = _sentence_start(text, _densest(highlights, len(text)))
    end = min(len(text), start + LENGTH)
    start = max(0, end - LENGTH) if end == len(text) else start
    return Excerpt(_word_start(text, start), _word_end(text, end), whole=False)


def _densest(highlights: Sequence[Highlight], length: int) -> int:
    """Return the start of the first highlight whose window of LENGTH characters weighs most."""
    best, best_weight = 0, 0
    for index, first in enumerate(highlights):
        weight = 0
        for highlight in highlights[index:]:
            if highlight.end > first.start + LENGTH - _SLACK:
                break
            weight += highlight.level + 1
        if weight > best_weight:
            best, best_weight = first.start, weight
    return min(best, length)


def _sentence_start(text: str, position: int) -> int:
    """Step back to the start of the sentence when it is near, else a few words."""
    window = max(0, position - _SLACK)
    if window == 0:
        return 0
    boundaries = [window + found.end() for found in _SENTENCE_END.finditer(text[window:position])]
    return boundaries[-1] if boundaries else max(0, position - _SLACK // 2)


def _word_start(text: str, position: int) -> int:
    if position == 0 or text[position - 1].isspace():
        return position
    space = re.compile(r"\s").search(text, position, position + _SLACK)
    return space.end() if space else position


def _word_end(text: str, position: int) -> int:
    if position >= len(text):
        return len(text)
    for candidate in range(position, max(position - _SLACK, 0), -1):
        if text[candidate].isspace():
            return candidate
    return position
