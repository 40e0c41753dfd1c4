"""Pairs of neighbouring words: names and terms of several words, which a bag of words takes apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search_app.lucene.analyzer import AnalyzedWord

_HOLE = "?"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words of a question as they stand in it.

    Attributes:
        first: Index term.
        second: Index term.
        distance: From the one to the other; 1 for neighbours, more with stop words between them.
    """

    first: str
    second: str
    distance: int

    @property
    def key(self) -> str:
        """How Lucene's explanation names the phrase."""
        return f'"{" ".join((self.first, *[_HOLE] * (self.distance - 1), self.second))}"'


def pair_of(key: str) -> Pair | None:
    """Return the pair of this `Pair.key`, or None for the key of a single term."""
    if not key.startswith('"'):
        return None
    first, *holes, second = key.strip('"').split(" ")
    return Pair(first, second, len(holes) + 1)


def neighbouring_pairs(words: Sequence[AnalyzedWord]) -> Mapping[Pair, tuple[int, int]]:
    """Return {pair: (start, end) of its first place in the text}; a word beside itself is no pair."""
    found: dict[Pair, tuple[int, int]] = {}
    for left, right in pairwise(words):
        # A word that an analyzer knows several forms of has them all in one place.
        if left.term != right.term and left.position < right.position:
            pair = Pair(left.term, right.term, right.position - left.position)
            found.setdefault(pair, (left.start, right.end))
    return found


def places(pair: Pair, words: Sequence[AnalyzedWord]) -> list[tuple[int, int]]:
    """Return (start, end) of every place where the two stand at their distance."""
    ends = {word.position: word.end for word in words if word.term == pair.second}
    return [
        (word.start, ends[word.position + pair.distance])
        for word in words
        if word.term == pair.first and word.position + pair.distance in ends
    ]
