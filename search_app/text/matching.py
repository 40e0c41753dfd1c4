"""The text that is matched: one spelling for what Unicode can write in several ways.

Normalisation form KC (Unicode Standard Annex #15) without the characters that are not seen: soft hyphens,
zero-width spaces and joiners, byte order marks, direction marks, variation selectors. So "café" is found
whether its accent is a character of its own or not, and so are ligatures, full-width and half-width forms,
hyphenated words and spaces of all kinds. What is stored and shown stays as it was written; `MatchingText`
leads places back to it.
"""

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from search_app.records.span import Span

MATCHING = 1
"""Version of these rules, which an index remembers: its words and those of a question are made by the same.
0 is for indexes from before there were any: text as it is written.
"""

UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""For a character class of `re`: Unicode's Default_Ignorable_Code_Point."""

_UNSEEN = re.compile(f"[{UNSEEN}]")
# Khmer, Lao, Burmese and Thai are written without spaces; where one is marked, it parts words.
_SPACELESS = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
_PARTING = re.compile(f"(?<={_SPACELESS})\u200b(?={_SPACELESS})")
_TRADE_MARKS = "\u2120\u2122"
# Fractions, circled numbers and letters, powers: KC alone would make 11/2 of 1½ and 103 of 10³.
_APART = re.compile(
    "[\u00bc-\u00be\u2150-\u215f\u2189\u2460-\u2473\u24b6-\u24ea]|(?<=[0-9])[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]"
)
_ODD = re.compile(f"[{UNSEEN}{_TRADE_MARKS}]|{_APART.pattern}")
# Stretches that are their own normal form, up to the last character, which may take marks up.
_COMMON = "[\x00-\x7f\u00c0-\u00ff\u0400-\u045f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]"
_PLAIN = re.compile(f"{_COMMON}+(?={_COMMON})")
_LONG = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class MatchingText:
    """A text as it is matched, and the way back.

    Attributes:
        text: Normalised.
        starts: For each of its characters, where what it stands for begins in the original; None when `text`
            is the original.
        ends: The same for the ends.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> Span:
        """Return what a stretch of `text` covers in the original, nothing unseen at its ends."""
        if self.starts is None or self.ends is None:
            return start, end
        if start < end:
            return self.starts[start], self.ends[end - 1]
        at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
        return at, at


def matching_text(text: str, version: int = MATCHING) -> MatchingText:
    """Return how `text` is matched.

    Args:
        text: Any text.
        version: Of the rules, see `MATCHING`.
    """
    if version == 0 or _is_plain(text):
        return MatchingText(text)
    return _remembered(text) if len(text) <= _LONG else _normalised(text)


def normalised(text: str, version: int = MATCHING) -> str:
    """Return `matching_text(text, version).text`."""
    return matching_text(text, version).text


def _is_plain(text: str) -> bool:
    return text.isascii() or (unicodedata.is_normalized("NFKC", text) and not _ODD.search(text))


@lru_cache(maxsize=8)  # a passage is read by several models and by Lucene
def _remembered(text: str) -> MatchingText:
    return _normalised(text)


def _normalised(text: str) -> MatchingText:
    pieces: list[str] = []
    starts, ends = array("I"), array("I")
    position = 0
    while position < len(text):
        plain = _PLAIN.match(text, position)
        if plain:
            pieces.append(plain[0])
            starts.extend(range(position, plain.end()))
            ends.extend(range(position + 1, plain.end() + 1))
            position = plain.end()
        end = position + 1
        while end < len(text) and _continues(text, end):
            end += 1
        written = _piece(text, position, end)
        pieces.append(written)
        starts.extend([position] * len(written))
        ends.extend([_seen_end(text, position, end)] * len(written))
        position = end
    return MatchingText("".join(pieces), starts, ends)


def _piece(text: str, start: int, end: int) -> str:
    """Return the matched form of one character and what belongs to it."""
    first = text[start]
    if first in _TRADE_MARKS or (first == "\u200b" and _PARTING.match(text, start)):
        return " "
    written = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[start:end]))
    if not _APART.match(text, start):
        return written
    before = " " if start and text[start - 1].isalnum() else ""
    after = " " if end < len(text) and text[end].isalnum() else ""
    return f"{before}{written}{after}"


def _seen_end(text: str, start: int, end: int) -> int:
    while end > start + 1 and _UNSEEN.match(text, end - 1):
        end -= 1
    return end


def _continues(text: str, at: int) -> bool:
    """Whether a character may become one with those before it, or is not seen."""
    if text[at] == "\u200b":
        return not _PARTING.match(text, at)
    return text[at] > "\u00ac" and _joins(text[at])


@lru_cache(maxsize=4096)
def _joins(character: str) -> bool:
    if _UNSEEN.match(character):
        return True
    first = unicodedata.normalize("NFKC", character)[0]
    # Vowels and finals of Korean letters written one by one join the letter before.
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"
