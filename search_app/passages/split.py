"""Cut a document into passages by paragraphs and sentences, up to a token budget."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from search_app.passages.title import title_limit
from search_app.passages.token_starts import TokenStarts
from search_app.records import Document, Passage

_LEAST_TOKENS = 16

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_END = re.compile(r"(?<=[.!?。！？])[\"'”’)\]]*\s+|\n(?=\s*(?:[-*•]|\d+[.)])\s)")


@dataclass(frozen=True, slots=True)
class SplitRule:
    """How long passages become.

    Attributes:
        max_tokens: Most tokens in a passage, special tokens not counted.
        overlap_tokens: Most tokens a passage repeats from the end of the one before it, in whole sentences.
        token_starts: Finds the tokens.
        room: Tokens that models read of a passage with its title before it: a title that would push the end
            of a passage out makes all passages of its document shorter. None does not count titles.
    """

    token_starts: TokenStarts
    max_tokens: int = 200
    overlap_tokens: int = 30
    room: int | None = None

    def beside(self, title: str) -> "SplitRule":
        """Return the rule for a document of this title."""
        if self.room is None or len(title.encode(errors="replace")) + self.max_tokens <= self.room:
            return self
        taken = min(len(self.token_starts(title)), title_limit(self.room))
        left = max(_LEAST_TOKENS, max(self.room, self.max_tokens) - taken)
        return (
            self
            if left >= self.max_tokens
            else replace(self, max_tokens=left, overlap_tokens=min(self.overlap_tokens, left - 1))
        )


def whole(document: Document) -> list[Passage]:
    """Return the document as its only passage."""
    return [_passage(document, 0, 0, len(document.text))]


def split(document: Document, rule: SplitRule) -> list[Passage]:
    """Return the passages of a document, in order.

    A document within the budget stays whole. Otherwise sentences are packed up to the budget, breaking
    rather at the end of a paragraph once a passage is half full; a sentence over the budget is cut between
    words. `document.text[p.start:p.end] == p.text` for each passage, and together they cover every
    character that is not white space.
    """
    text, rule = document.text, rule.beside(document.title)
    # A token has at least one character, so most short documents need not be tokenised at all.
    if len(text) <= rule.max_tokens:
        return whole(document)
    tokens = _Tokens(text, rule.token_starts(text))
    if tokens.between(0, len(text)) <= rule.max_tokens:
        return whole(document)
    spans = _pack(_sentences(tokens, rule.max_tokens), tokens, rule)
    return [_passage(document, ordinal, start, end) for ordinal, (start, end) in enumerate(spans)]


class _Tokens:
    """Counts the tokens of any span after tokenising the text once."""

    def __init__(self, text: str, starts: Sequence[int]) -> None:
        self.text = text
        self._starts = starts

    def between(self, start: int, end: int) -> int:
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def cut(self, start: int, end: int, count: int) -> int:
        """Return where to end a span of at most `count` tokens: between words if there is a gap."""
        first = bisect_left(self._starts, start)
        if first + count >= len(self._starts):
            return end
        limit = min(self._starts[first + count], end)
        for gap in range(limit, start + 1, -1):
            if self.text[gap - 1].isspace():
                return gap
        return max(limit, start + 1)


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    tokens: int
    ends_paragraph: bool


def _sentences(tokens: _Tokens, max_tokens: int) -> list[_Sentence]:
    """Cut the text into sentences without surrounding white space, none over the budget."""
    found = []
    for start, end in _between(_PARAGRAPH_END, tokens.text, 0, len(tokens.text)):
        spans = [
            piece
            for sentence in _between(_SENTENCE_END, tokens.text, start, end)
            for piece in _pieces(tokens, *sentence, max_tokens)
        ]
        for position, (first, last) in enumerate(spans, start=1):
            count = tokens.between(first, last)
            found.append(_Sentence(first, last, count, position == len(spans)))
    return found


def _between(separator: re.Pattern[str], text: str, start: int, end: int) -> list[tuple[int, int]]:
    borders = [start]
    for match in separator.finditer(text, start, end):
        borders += [match.end()]
    borders.append(end)
    spans = (_trimmed(text, first, last) for first, last in zip(borders, borders[1:], strict=False))
    return [span for span in spans if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    kept = text[start:end]
    return start + len(kept) - len(kept.lstrip()), end - (len(kept) - len(kept.rstrip()))


def _pieces(tokens: _Tokens, start: int, end: int, max_tokens: int) -> list[tuple[int, int]]:
    pieces = []
    while start < end and tokens.between(start, end) > max_tokens:
        middle = tokens.cut(start, end, max_tokens)
        pieces.append(_trimmed(tokens.text, start, middle))
        start = middle
    pieces.append(_trimmed(tokens.text, start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _pack(sentences: Sequence[_Sentence], tokens: _Tokens, rule: SplitRule) -> list[tuple[int, int]]:
    spans = []
    first = fresh = 0
    while fresh < len(sentences):
        last = _last_that_fits(sentences, first, fresh, tokens, rule.max_tokens)
        spans.append((sentences[first].start, sentences[last].end))
        fresh = last + 1
        if fresh < len(sentences):
            first = _overlap_start(sentences, first, last, tokens, rule)
    return spans


def _last_that_fits(
    sentences: Sequence[_Sentence], first: int, fresh: int, tokens: _Tokens, max_tokens: int
) -> int:
    """Return the passage's last sentence; `fresh` is the first one no earlier passage holds."""
    start = sentences[first].start
    last = fresh
    paragraph = None
    for index in range(fresh, len(sentences)):
        if tokens.between(start, sentences[index].end) > max_tokens:
            break
        last = index
        if sentences[index].ends_paragraph:
            paragraph = index
    if paragraph is None or last + 1 == len(sentences):
        return last
    half_full = 2 * tokens.between(start, sentences[paragraph].end) >= max_tokens
    return paragraph if half_full else last


def _overlap_start(
    sentences: Sequence[_Sentence], first: int, last: int, tokens: _Tokens, rule: SplitRule
) -> int:
    """Return the sentence the next passage starts with; at least one new sentence must fit behind it."""
    following = sentences[last + 1]
    start = last + 1
    for index in range(last, first, -1):
        repeated = tokens.between(sentences[index].start, following.start)
        fits = tokens.between(sentences[index].start, following.end) <= rule.max_tokens
        if repeated > rule.overlap_tokens or not fits:
            break
        start = index
    return start


def _passage(document: Document, ordinal: int, start: int, end: int) -> Passage:
    return Passage(
        document.id, ordinal, start, end, document.text[start:end], document.title, document.metadata
    )
