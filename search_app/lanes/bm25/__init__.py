"""The BM25 lane."""

from search_app.lanes.bm25.lane import BM25, Bm25Lane, Bm25Options
from search_app.lanes.generation import Encoders, Searched
from search_app.lanes.kind import LaneKind, LaneWords


def _open(generation: Searched, _: Encoders, options: Bm25Options) -> Bm25Lane:
    return Bm25Lane(generation.lexical(), options)


def _summary(options: Bm25Options) -> str:
    return f"pairs of words {options.pairs:g}" if options.pairs else ""


WORDS = LaneWords(
    "BM25",
    "Counts the words of the question in the passage; rare words count more, and so do words that stand"
    " together in both.",
)
KIND = LaneKind(BM25, WORDS, _open, Bm25Options(), Bm25Options(pairs=0.0), _summary)

__all__ = ["BM25", "KIND", "Bm25Lane", "Bm25Options"]
