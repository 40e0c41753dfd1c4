"""The text of a passage as a Lucene field, analysed by the language of its document."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from search_app.lucene.analyzer import BODY, Analyzer
from search_app.lucene.index_analysis import LANGUAGE, IndexAnalysis
from search_app.lucene.java_classes import java_class


class BodyFields:
    """Makes fields that bring their own tokens, so that accents are folded and languages may differ.

    An analyzer has one stream at a time, and a batch is analysed after all of its fields are made: each
    document of a batch gets an analyzer of its own, kept for the next batch.

    Args:
        analysis: The analyzers of the index.
    """

    def __init__(self, analysis: IndexAnalysis) -> None:
        self._new: Callable[[str], Analyzer] = analysis.new
        self._marked = analysis.by_document
        self._kept: dict[str, list[Analyzer]] = {}
        self._taken: Counter[str] = Counter()

    def begin(self) -> None:
        """Start a batch: the one before has been written."""
        self._taken.clear()

    def fields(self, text: str, language: str) -> list[Any]:
        """Return the Java fields for a text."""
        kept = self._kept.setdefault(language, [])
        if self._taken[language] == len(kept):
            kept.append(self._new(language))
        analyzer = kept[self._taken[language]]
        self._taken[language] += 1
        made = [java_class("TextField")(BODY, analyzer.stream(text))]
        if self._marked:
            made.append(java_class("StringField")(LANGUAGE, language, java_class("Field$Store").NO))
        return made
