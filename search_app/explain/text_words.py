"""The words of a text together with the vocabulary entries each is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_app.protocols import SparseEncoder
from search_app.text.words import word_spans


@dataclass(frozen=True, slots=True)
class TextWord:
    """One occurrence of a word.

    Attributes:
        surface: As it is written.
        start: First character.
        end: One past the last character.
        entries: Vocabulary ids of its pieces, in order.
    """

    surface: str
    start: int
    end: int
    entries: tuple[int, ...]


def text_words(text: str, encoder: SparseEncoder) -> list[TextWord]:
    """Return every word of `text`; a token outside all words (punctuation) counts as one."""
    spans = word_spans(text)
    grouped: dict[tuple[int, int], list[int]] = {}
    position = 0
    for entry, start, end in encoder.token_spans(text):
        while position < len(spans) and spans[position][1] <= start:
            position += 1
        inside = position < len(spans) and spans[position][0] < end
        grouped.setdefault(spans[position] if inside else (start, end), []).append(entry)
    return [TextWord(text[start:end], start, end, tuple(ids)) for (start, end), ids in grouped.items()]


def entries_of(words: Sequence[TextWord]) -> frozenset[int]:
    """Return all vocabulary ids that stand in the words."""
    return frozenset(entry for word in words for entry in word.entries)
