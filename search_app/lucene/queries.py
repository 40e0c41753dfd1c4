"""Questions and filters as Lucene queries, built from parts: no query syntax is ever parsed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from search_app.filters.plan import plan_filter
from search_app.lucene.analyzer import BODY
from search_app.lucene.filter_query import filter_query
from search_app.lucene.index_analysis import IndexAnalysis
from search_app.lucene.java_classes import call, java_class
from search_app.lucene.pairs import Pair, neighbouring_pairs
from search_app.lucene.query_words import QueryWord, query_words
from search_app.records import SearchFilter

MAX_CLAUSES = 65_536
"""Lucene's default of 1024 distinct terms is fewer than 10,000 characters can hold."""

_BEGINNING = 500
"""Characters of a question whose pairs of words count: each costs calls into Java."""


class QueryBuilder:
    """Builds queries on Anserini's bag of words: one term query per distinct word, boosted by its count.

    Args:
        analysis: The analyzers of the index.
        languages: Those that its documents are analysed by; a question is analysed by all of them.
    """

    def __init__(self, analysis: IndexAnalysis, languages: Sequence[str]) -> None:
        self._plain = analysis.analysis.plain
        self._analyzers = [analysis.of(language) for language in languages]
        self._generator = java_class("BagOfWordsQueryGenerator")()
        java_class("IndexSearcher").setMaxClauseCount(MAX_CLAUSES)

    def bag_of_words(self, text: str) -> Any:
        """Return the query for `text`; it matches nothing when no word is left after analysis."""
        if self._plain:
            (analyzer,) = self._analyzers
            return call(self._generator, "buildQuery", BODY, analyzer.java, analyzer.text(text))
        builder, occur = java_class("BooleanQuery$Builder")(), java_class("BooleanClause$Occur")
        for terms, count in Counter(word.terms for word in self._words(text)).items():
            call(builder, "add", java_class("BoostQuery")(_any_of(terms), count), occur.SHOULD)
        return call(builder, "build")

    def pairs(self, text: str) -> Mapping[Pair, tuple[int, int]]:
        """Return the pairs of words of a question's beginning, with their places."""
        found: dict[Pair, tuple[int, int]] = {}
        for analyzer in self._analyzers:
            words = analyzer.words(text[:_BEGINNING])
            found |= neighbouring_pairs(words if len(text) <= _BEGINNING else words[:-1])
        return found

    def as_written(self, text: str) -> dict[str, str]:
        """Return {`QueryWord.key` or `Pair.key`: what the question has there}."""
        written: dict[str, str] = {}
        for word in self._words(text):
            written.setdefault(word.key, text[word.start : word.end])
        return written | {pair.key: text[start:end] for pair, (start, end) in self.pairs(text).items()}

    def _words(self, text: str) -> list[QueryWord]:
        return query_words(analyzer.words(text) for analyzer in self._analyzers)

    def with_pairs(self, text: str, boost: float) -> Any:
        """Return `bag_of_words` and, on top of it, the text's neighbouring words as phrases.

        The sequential dependence of Metzler and Croft: A Markov Random Field Model for Term Dependencies,
        SIGIR 2005, with Lucene's BM25 of a phrase. What holds no word of the text is not found by it.

        Args:
            text: The question.
            boost: Factor of a phrase's score; positive.
        """
        bag, pairs = self.bag_of_words(text), self.pairs(text)
        if not pairs:
            return bag
        builder, occur = java_class("BooleanQuery$Builder")(), java_class("BooleanClause$Occur")
        call(builder, "add", bag, occur.MUST)
        for pair in pairs:
            call(builder, "add", java_class("BoostQuery")(_phrase(pair), boost), occur.SHOULD)
        return call(builder, "build")

    def filtered(self, query: Any, where: SearchFilter) -> Any:
        """Return `query` restricted to passages that meet all conditions; scores stay as they are."""
        builder, occur = java_class("BooleanQuery$Builder")(), java_class("BooleanClause$Occur")
        call(builder, "add", query, occur.MUST)
        for test in plan_filter(where):
            call(builder, "add", filter_query(test), occur.FILTER)
        return call(builder, "build")


def _any_of(terms: Sequence[str]) -> Any:
    """Forms of one word count as one word: their occurrences together, rare as the most frequent of them."""
    term = java_class("Term")
    if len(terms) == 1:
        return java_class("TermQuery")(term(BODY, terms[0]))
    builder = java_class("SynonymQuery$Builder")(BODY)
    for each in terms:
        call(builder, "addTerm", term(BODY, each))
    return call(builder, "build")


def _phrase(pair: Pair) -> Any:
    builder, term = java_class("PhraseQuery$Builder")(), java_class("Term")
    call(builder, "add", term(BODY, pair.first), 0)
    call(builder, "add", term(BODY, pair.second), pair.distance)
    return call(builder, "build")
