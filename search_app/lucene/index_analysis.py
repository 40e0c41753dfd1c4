"""The analyzers of one index: one for all of its texts, or one for the language of each document."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from search_app.lucene.analyzer import Analyzer
from search_app.lucene.java_classes import call, java_class
from search_app.records import Passage
from search_app.text.analysis import AUTO, LANGUAGES, STANDARD, TextAnalysis
from search_app.text.detection import detect_language

LANGUAGE = "language"
"""The field that says by which analyzer a passage was indexed, where each document has its own."""

_SAMPLED = 8
_SAMPLE = 1_000


class IndexAnalysis:
    """Thread-safe.

    Args:
        analysis: What the collection is analysed by.
    """

    def __init__(self, analysis: TextAnalysis) -> None:
        self.analysis = analysis
        self.by_document = analysis.analyzer == AUTO
        self.of = lru_cache(maxsize=None)(self.new)

    def new(self, language: str) -> Analyzer:
        """Return an analyzer of its own; `of` returns the one that all share."""
        return Analyzer(language, not self.analysis.plain, self.analysis.matching)

    def check(self) -> None:
        """Raise `UnavailableError` when this Java runtime cannot analyse the language."""
        if not self.by_document:
            self.of(self.analysis.analyzer)

    def languages(self, reader: Any) -> tuple[str, ...]:
        """Return what the documents of an open index are analysed by."""
        if not self.by_document:
            return (self.analysis.analyzer,)
        term = java_class("Term")
        return tuple(
            language
            for language in (*LANGUAGES, STANDARD)
            if call(reader, "docFreq", term(LANGUAGE, language))
        ) or (STANDARD,)

    def of_documents(self, passages: Sequence[Passage]) -> Mapping[str, str]:
        """Return {document id: what it is analysed by}; the passages of a document come together."""
        if not self.by_document:
            return dict.fromkeys((each.document_id for each in passages), self.analysis.analyzer)
        documents: dict[str, list[Passage]] = {}
        for passage in passages:
            documents.setdefault(passage.document_id, []).append(passage)
        return {name: detect_language(_sample(mine)) for name, mine in documents.items()}


def marked_with(language: str) -> Any:
    """Return the query for all passages analysed by a language, where documents have their own."""
    return java_class("TermQuery")(java_class("Term")(LANGUAGE, language))


def _sample(passages: Sequence[Passage]) -> str:
    """Return the title and pieces of the text, spread evenly over a long one."""
    every = -(-len(passages) // _SAMPLED)
    pieces: Iterable[str] = (each.text[:_SAMPLE] for each in passages[::every])
    return "\n".join([passages[0].title[:200], *pieces])
