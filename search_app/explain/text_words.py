"""The words of a text together with the vocabulary entries each is made of."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from operator import itemgetter

from search_app.protocols import SparseEncoder
from search_app.text.words import word_spans


@dataclass(frozen=True, slots=True)
class TextWord:
    """One occurrence of a word.

    Attributes:
        surface: As it is written.
        start: First character.
        end: One past the last character.
        entries: Vocabulary ids of its pieces, in order; of those asked for.
    """

    surface: str
    start: int
    end: int
    entries: tuple[int, ...]


def text_words(text: str, encoder: SparseEncoder, entries: Collection[int] | None = None) -> list[TextWord]:
    """Return every word of `text`; a token outside all words (punctuation) counts as one.

    Args:
        text: Any text.
        encoder: Whose vocabulary it is.
        entries: With these, only the words that hold one of them, and of their pieces only those: what the
            explanation of a long passage needs, in a fraction of the time.
    """
    tokens = encoder.token_spans(text)
    if entries is not None:
        tokens = [token for token in tokens if token[0] in entries]
    if not tokens:
        return []
    spans = word_spans(text)
    grouped: dict[tuple[int, int], list[int]] = {}
    for entry, start, end in tokens:
        position = bisect_right(spans, start, key=itemgetter(1))
        # The lone space of a byte-level tokenizer has an empty place where the word behind it begins.
        inside = position < len(spans) and spans[position][0] < max(end, start + 1)
        grouped.setdefault(spans[position] if inside else (start, end), []).append(entry)
    return [TextWord(text[start:end], start, end, tuple(ids)) for (start, end), ids in grouped.items()]


def entries_of(words: Sequence[TextWord]) -> frozenset[int]:
    """Return all vocabulary ids that stand in the words."""
    return frozenset(entry for word in words for entry in word.entries)
