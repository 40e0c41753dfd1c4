"""Words of a text with their places, in any script.

Follows the word boundaries of Unicode Standard Annex #29 where they matter for showing matches: marks stay
with their letter, what is not seen (a soft hyphen, a zero-width space) parts no word, apostrophes inside a
word and points inside a number do not split it, and characters of scripts written without spaces stand alone.
Hyphens split, as they do for the tokenizers.
"""

import re
import unicodedata

from search_app.records.span import Span
from search_app.text.matching import UNSEEN

_IDEOGRAPH = "[\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_RUN = re.compile(rf"{_IDEOGRAPH}|(?:(?!{_IDEOGRAPH})\w)+")
_ASCII_RUN = re.compile(r"\w+")  # four times as fast
_APOSTROPHES = frozenset("'\u2019")
_NUMBER_POINTS = frozenset(".,")
_CONNECTORS = _APOSTROPHES | _NUMBER_POINTS
_UNSEEN = re.compile(f"[{UNSEEN}]")
_UNSEEN_END = re.compile(f"[{UNSEEN}]+$")


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
    return spans if ascii_only else [(start, _seen_end(text, start, end)) for start, end in spans]


def _past_marks(text: str, end: int) -> int:
    """Combining marks are no word characters for `re`; many scripts write vowels with them."""
    while end < len(text) and (
        unicodedata.category(text[end])[0] == "M" or (text[end] > "\u00ac" and _UNSEEN.match(text[end]))
    ):
        end += 1
    return end


def _seen_end(text: str, start: int, end: int) -> int:
    """Leave out what is not seen at the end of a word."""
    if text[end - 1].isalnum():
        return end
    unseen = _UNSEEN_END.search(text, start, end)
    return unseen.start() if unseen else end


def _joined(text: str, end: int, start: int) -> bool:
    """True when what ends at `end` and what begins at `start` are one word."""
    before, after = text[end - 1], text[start]
    if end == start:
        return not re.match(_IDEOGRAPH, after) and not before.isalnum()
    between = text[end]
    if between in _APOSTROPHES:
        return before.isalpha() and after.isalpha()
    return between in _NUMBER_POINTS and before.isdigit() and after.isdigit()
