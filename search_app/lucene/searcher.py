"""Searching one generation's BM25 index."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from search_app.errors import CorruptError
from search_app.lucene.analyzer import Analyzer
from search_app.lucene.bm25 import bm25_similarity
from search_app.lucene.explanation import contributions, term_scores
from search_app.lucene.failures import java_failures
from search_app.lucene.fields import ID
from search_app.lucene.filter_query import terms_query
from search_app.lucene.index_analysis import IndexAnalysis, marked_with
from search_app.lucene.java_classes import call, java_class
from search_app.lucene.jvm import start_jvm
from search_app.lucene.positions import holds_positions
from search_app.lucene.queries import QueryBuilder
from search_app.lucene.query_words import terms_of
from search_app.lucene.writer import open_directory
from search_app.records import Hit, Passage, SearchFilter, TokenContribution
from search_app.text.analysis import DEFAULT, TextAnalysis

_PAGE = 10_000


class LuceneSearcher:
    """See `search_app.protocols.LexicalSearcher`.

    Sees the index as it was committed when this was opened. Equal scores are ordered by passage id, as
    Anserini's SimpleSearcher does. An index written without positions is searched without pairs.

    Args:
        path: Folder of the index.
        analysis: What it was written by.

    Attributes:
        holds_positions: See `search_app.protocols.LexicalSearcher`.

    Raises:
        CorruptError: When there is no index, or one that cannot be read.
        UnavailableError: When Java cannot be started.
    """

    def __init__(self, path: Path, analysis: TextAnalysis = DEFAULT) -> None:
        if not path.is_dir():
            raise CorruptError(
                f"no BM25 index at {path}", "a folder written by search-app", "ingest the collection again"
            )
        start_jvm()
        self._path = path
        with java_failures(path):
            self._directory = open_directory(path)
            self._reader = java_class("DirectoryReader").open(self._directory)
            self._searcher = java_class("IndexSearcher")(self._reader)
            call(self._searcher, "setSimilarity", bm25_similarity())
            self._order = _score_then_id()
            self.holds_positions = holds_positions(self._reader)
            self._analysis = IndexAnalysis(analysis)
            self._languages = self._analysis.languages(self._reader)
        self._queries = QueryBuilder(self._analysis, self._languages)
        # Built once for the search and the explanation of its hits.
        self._query = lru_cache(maxsize=64)(self._build_query)
        self._written = lru_cache(maxsize=64)(self._queries.as_written)

    def search(
        self, text: str, limit: int, where: SearchFilter | None = None, pairs: float = 0.0
    ) -> list[Hit]:
        """See `search_app.protocols.LexicalSearcher`."""
        start_jvm()
        depth = min(limit, self.count())
        if depth < 1:
            return []
        with java_failures(self._path):
            query = self._query(text, pairs)
            if where is not None:
                query = self._queries.filtered(query, where)
            found = self._hits(call(self._searcher, "search", query, depth, self._order, True))
            return [Hit(*pair) for pair in zip(found.docids, found.scores, strict=True)]

    def explain(self, text: str, passage: Passage, pairs: float = 0.0) -> list[TokenContribution]:
        """See `search_app.protocols.LexicalSearcher`; empty when the passage is not found by `text`."""
        start_jvm()
        with java_failures(self._path):
            stored = self._hits(
                call(self._searcher, "search", terms_query(ID, [passage.id]), 1)
            ).lucene_docids
            if not stored:
                return []
            scores = term_scores(call(self._searcher, "explain", self._query(text, pairs), stored[0]))
            terms = [term for key in scores for term in terms_of(key)]
            words = self._analyzer_of(stored[0]).words(passage.text, terms) if terms else []
            query_words = self._written(text)
        return contributions(scores, query_words, words, passage.text)

    def count(self) -> int:
        """See `search_app.protocols.LexicalSearcher`."""
        start_jvm()
        return int(call(self._reader, "numDocs"))

    def languages(self) -> Mapping[str, int]:
        """See `search_app.protocols.LexicalSearcher`."""
        start_jvm()
        if not self._analysis.by_document:
            return {}
        counts = {each: call(self._searcher, "count", marked_with(each)) for each in self._languages}
        return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))

    def ids(self, where: SearchFilter | None = None) -> Iterator[str]:
        """See `search_app.protocols.LexicalSearcher`."""
        start_jvm()
        everything, last = java_class("MatchAllDocsQuery")(), None
        if where is not None:
            with java_failures(self._path):
                everything = self._queries.filtered(everything, where)
        while True:
            with java_failures(self._path):
                page = self._hits(call(self._searcher, "searchAfter", last, everything, _PAGE))
                ids, numbers = page.docids, page.lucene_docids
            yield from ids
            if len(ids) < _PAGE:
                return
            last = java_class("ScoreDoc")(numbers[-1], 1.0)

    def check_integrity(self) -> None:
        """See `search_app.protocols.LexicalSearcher`: Lucene's own checksums, over whole files."""
        start_jvm()
        java_class("LeafReaderContext")  # bound before the list hands one out
        with java_failures(self._path):
            leaves = call(self._reader, "leaves")
            for number in range(call(leaves, "size")):
                call(call(call(leaves, "get", number), "reader"), "checkIntegrity")

    def close(self) -> None:
        """See `search_app.protocols.LexicalSearcher`."""
        start_jvm()
        with java_failures(self._path):
            call(self._reader, "close")
            call(self._directory, "close")

    def _hits(self, top: Any) -> Any:
        """Return all ids and scores as arrays by one call: an object per hit would cost 10 µs each."""
        return java_class("ScoredDocs").fromTopDocs(top, self._searcher)

    def _build_query(self, text: str, pairs: float) -> Any:
        if pairs > 0 and self.holds_positions:
            return self._queries.with_pairs(text, pairs)
        return self._queries.bag_of_words(text)

    def _analyzer_of(self, number: int) -> Analyzer:
        """Return what the passage of this number was analysed by."""
        first, *others = self._languages
        for language in others:
            if call(call(self._searcher, "explain", marked_with(language), number), "isMatch"):
                return self._analysis.of(language)
        return self._analysis.of(first)


def _score_then_id() -> Any:
    fields = java_class("SortField")
    return java_class("Sort")([fields.FIELD_SCORE, fields(ID, java_class("SortField$Type").STRING_VAL)])
