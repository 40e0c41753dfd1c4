"""The part of a long passage that is shown first."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_app.explain.best_sentence import best_sentence
from search_app.records import TokenContribution

LENGTH = 200
"""Characters of an excerpt: two lines at full width, so that a screen holds five results."""

_SLACK = 50


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


def best_part(text: str, tokens: Sequence[TokenContribution]) -> Excerpt:
    """Return a stretch of about `LENGTH` characters that begins with the sentence that matched best.

    Passages only slightly longer are shown whole. In a sentence longer than the excerpt it begins shortly
    before the first match. It neither begins nor ends within a word, as far as there is white space.
    """
    if len(text) <= LENGTH + _SLACK:
        return Excerpt(0, len(text), whole=True)
    first, last = best_sentence(text, tokens)
    start = first if last - first <= LENGTH else _before_first_match(first, last, tokens)
    start = min(start, len(text) - LENGTH)
    return Excerpt(_word_start(text, start), _word_end(text, start + LENGTH), whole=False)


def _before_first_match(first: int, last: int, tokens: Sequence[TokenContribution]) -> int:
    starts = [
        start for token in tokens if token.weight > 0 for start, _ in token.spans if first <= start < last
    ]
    return max(first, min(starts, default=first) - _SLACK)


def _word_start(text: str, position: int) -> int:
    """Step back to the start of a word, at most `_SLACK` characters."""
    for candidate in range(position, max(position - _SLACK, -1), -1):
        if candidate == 0 or text[candidate - 1].isspace():
            return candidate
    return position


def _word_end(text: str, position: int) -> int:
    """Step back to the end of a word, at most `_SLACK` characters."""
    for candidate in range(position, position - _SLACK, -1):
        if candidate == len(text) or text[candidate].isspace():
            return candidate
    return position
