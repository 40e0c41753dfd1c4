"""Token contributions for the results that are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from search_app.explain.sparse import LANE as SPARSE
from search_app.explain.sparse import explain_sparse
from search_app.explain.text_words import text_words
from search_app.protocols import LexicalSearcher, SparseEncoder, VectorStore
from search_app.records import Query, Result, SparseVector, TokenContribution

BM25 = "bm25"


class SparseModel(Protocol):
    """Where the sparse encoder comes from."""

    def sparse(self) -> SparseEncoder:
        """Return the encoder, loaded on first use."""


class Searched(Protocol):
    """The generation that answered."""

    @property
    def store(self) -> VectorStore:
        """Its vectors."""

    def lexical(self) -> LexicalSearcher:
        """Its Lucene index, opened on first use."""


def explain_results(
    query: Query, results: Sequence[Result], generation: Searched, models: SparseModel
) -> tuple[Result, ...]:
    """Return the results with contributions of the sparse and BM25 lanes, largest weight first.

    A lane is explained where it returned the result; its contributions sum to its score. Models and the
    index are asked for only when a lane that needs them returned something.
    """
    sparse = _sparse(query, results, generation, models)
    bm25 = _bm25(query, results, generation)
    return tuple(
        replace(
            result, tokens=_ordered([*sparse.get(result.passage.id, ()), *bm25.get(result.passage.id, ())])
        )
        for result in results
    )


def _sparse(
    query: Query, results: Sequence[Result], generation: Searched, models: SparseModel
) -> dict[str, list[TokenContribution]]:
    found = [result.passage for result in results if SPARSE in result.lanes]
    if not found:
        return {}
    encoder = models.sparse()
    vector = encoder.encode_queries([query.text])[0]
    words = text_words(query.text, encoder)
    stored = _stored_vectors(generation.store, [passage.id for passage in found])
    return {
        passage.id: explain_sparse(words, vector, passage, stored[passage.id], encoder)
        for passage in found
        if passage.id in stored
    }


def _stored_vectors(store: VectorStore, passage_ids: Sequence[str]) -> Mapping[str, SparseVector]:
    entries = store.retrieve(passage_ids, with_vectors=True)
    return {entry.passage.id: entry.sparse for entry in entries if entry.sparse is not None}


def _bm25(
    query: Query, results: Sequence[Result], generation: Searched
) -> dict[str, list[TokenContribution]]:
    found = [result.passage for result in results if BM25 in result.lanes]
    if not found:
        return {}
    searcher = generation.lexical()
    return {passage.id: searcher.explain(query.text, passage) for passage in found}


def _ordered(contributions: Sequence[TokenContribution]) -> tuple[TokenContribution, ...]:
    return tuple(sorted(contributions, key=lambda each: (-each.weight, each.lane, each.token)))
