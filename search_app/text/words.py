"""Words of a text with their places, in any script.

Follows the word boundaries of Unicode Standard Annex #29 where they matter for showing matches: marks stay
with their letter, apostrophes inside a word and points inside a number do not split it, and characters of
scripts written without spaces stand alone. Hyphens split, as they do for the tokenizers.
"""

import re
import unicodedata

from search_app.records.span import Span

_IDEOGRAPH = "[\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_RUN = re.compile(rf"{_IDEOGRAPH}|(?:(?!{_IDEOGRAPH})\w)+")
_ASCII_RUN = re.compile(r"\w+")  # four times as fast
_APOSTROPHES = frozenset("'\u2019")
_NUMBER_POINTS = frozenset(".,")
_CONNECTORS = _APOSTROPHES | _NUMBER_POINTS
_JOINERS = frozenset("\u200c\u200d")


def word_spans(text: str) -> list[Span]:
    """Return (start, end) of every word, sorted and free of overlaps; offsets count characters."""
    spans: list[Span] = []
    ascii_only = text.isascii()
    previous = -2
    for run in (_ASCII_RUN if ascii_only else _RUN).finditer(text):
        start, end = run.span()
        if not ascii_only:
            end = _past_marks(text, end)
        apart = start - previous
        if (apart == 0 or (apart == 1 and text[previous] in _CONNECTORS)) and _joined(text, previous, start):
            start = spans.pop()[0]
        spans.append((start, end))
        previous = end
    return spans


def _past_marks(text: str, end: int) -> int:
    """Combining marks are no word characters for `re`; many scripts write vowels with them."""
    while end < len(text) and (text[end] in _JOINERS or unicodedata.category(text[end]).startswith("M")):
        end += 1
    return end


def _joined(text: str, end: int, start: int) -> bool:
    """True when what ends at `end` and what begins at `start` are one word."""
    before, after = text[end - 1], text[start]
    if end == start:
        return not re.match(_IDEOGRAPH, after) and not before.isalnum()
    between = text[end]
    if between in _APOSTROPHES:
        return before.isalpha() and after.isalpha()
    return between in _NUMBER_POINTS and before.isdigit() and after.isdigit()
