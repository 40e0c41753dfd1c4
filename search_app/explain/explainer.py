"""Token contributions for the results that are shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search_app.errors import SearchAppError
from search_app.explain.dense import DENSE, FEEDBACK, explain_dense
from search_app.explain.leave_one_out import explain_rerank
from search_app.explain.sparse import LANE as SPARSE
from search_app.explain.sparse import FindSources, Span, explain_sparse
from search_app.explain.text_words import text_words
from search_app.lanes.feedback import feedback_vector
from search_app.protocols import (
    DenseEncoder,
    ExpansionSourceEncoder,
    LexicalSearcher,
    Reranker,
    SparseEncoder,
    TokenVectorEncoder,
    VectorStore,
)
from search_app.records import FeedbackSource, Query, Result, SparseVector, TokenContribution

BM25 = "bm25"
Contributions = Mapping[str, Sequence[TokenContribution]]
"""{passage id: contributions}"""


class VectorModels(Protocol):
    """Where the encoders come from, each loaded on first use."""

    def dense(self) -> DenseEncoder:
        """Return the dense encoder."""

    def sparse(self) -> SparseEncoder:
        """Return the sparse encoder."""


class Searched(Protocol):
    """The generation that answered."""

    @property
    def store(self) -> VectorStore:
        """Its vectors."""

    def encoded_by(self, lane: str, fingerprint: str) -> bool:
        """Whether its vectors of a lane were made by the model of this fingerprint."""

    def lexical(self) -> LexicalSearcher:
        """Its Lucene index, opened on first use."""


def explain_results(
    query: Query,
    results: Sequence[Result],
    generation: Searched,
    models: VectorModels,
    feedback: Sequence[FeedbackSource] = (),
    bm25_pairs: float = 0.0,
) -> tuple[Result, ...]:
    """Return the results with the contributions of every lane, largest weight first.

    A lane is explained where it returned the result; its contributions sum to its score. What takes a run
    of a model (the dense and the feedback lane, and what caused an expansion) is told for the first
    `query.model_explanations` results only. Models and the index are asked for only when a lane that needs
    them returned something.

    Args:
        query: What was asked.
        results: What was found.
        generation: The one that answered.
        models: Where the encoders come from.
        feedback: What the feedback lane went by; empty without it.
        bm25_pairs: What the BM25 lane was asked with, see `LexicalSearcher.search`.
    """
    explained = (
        _dense(query, results[: query.model_explanations], generation, models, feedback),
        _sparse(query, results, generation, models),
        _bm25(query, results, generation, bm25_pairs),
    )
    return tuple(
        replace(
            result, tokens=_ordered([each for lane in explained for each in lane.get(result.passage.id, ())])
        )
        for result in results
    )


def explain_reranking(query: Query, results: Sequence[Result], reranker: Reranker) -> tuple[Result, ...]:
    """Add what the cross-encoder went by to the first results, see `Query.model_explanations`."""
    return tuple(
        replace(
            result,
            tokens=_ordered([*result.tokens, *explain_rerank(query.text, result.passage, reranker)]),
        )
        if position < query.model_explanations and result.rerank_score is not None
        else result
        for position, result in enumerate(results)
    )


def _dense(
    query: Query,
    results: Sequence[Result],
    generation: Searched,
    models: VectorModels,
    feedback: Sequence[FeedbackSource],
) -> Contributions:
    """Explain both lanes that search dense vectors; the passages are read once for both."""
    found = [result for result in results if DENSE in result.lanes or FEEDBACK in result.lanes]
    encoder = _dense_encoder(generation, models) if found else None
    if not isinstance(encoder, TokenVectorEncoder):
        return {}
    vectors: dict[str, NDArray[np.float32]] = {}
    if any(DENSE in result.lanes for result in found):
        vectors[DENSE] = encoder.encode_queries([query.text])[0]
    if feedback:
        vectors[FEEDBACK] = feedback_vector(feedback, generation.store)
    tokens = encoder.encode_tokens([result.passage.full_text for result in found])
    return {
        result.passage.id: [
            contribution
            for lane, vector in vectors.items()
            if lane in result.lanes
            for contribution in explain_dense(vector, result.passage, result.lanes[lane].score, parts, lane)
        ]
        for result, parts in zip(found, tokens, strict=True)
    }


def _dense_encoder(generation: Searched, models: VectorModels) -> DenseEncoder | None:
    """Return the encoder of the stored vectors; feedback needs none, so what is loaded may be another."""
    try:
        encoder = models.dense()
    except SearchAppError:
        return None
    return encoder if generation.encoded_by(DENSE, encoder.fingerprint) else None


def _sparse(
    query: Query, results: Sequence[Result], generation: Searched, models: VectorModels
) -> Contributions:
    found = [result.passage for result in results if SPARSE in result.lanes]
    if not found:
        return {}
    encoder = models.sparse()
    vector = encoder.encode_queries([query.text])[0]
    words = text_words(query.text, encoder)
    stored = _stored_vectors(generation.store, [passage.id for passage in found])
    find_sources = _find_sources(encoder)
    deep = {result.passage.id for result in results[: query.model_explanations]}
    return {
        passage.id: explain_sparse(
            words, vector, passage, stored[passage.id], encoder, find_sources if passage.id in deep else None
        )
        for passage in found
        if passage.id in stored
    }


def _find_sources(encoder: SparseEncoder) -> FindSources | None:
    if not isinstance(encoder, ExpansionSourceEncoder):
        return None

    def find(text: str, entries: Collection[int]) -> Mapping[int, Span]:
        return encoder.expansion_sources([text], [entries])[0]

    return find


def _stored_vectors(store: VectorStore, passage_ids: Sequence[str]) -> Mapping[str, SparseVector]:
    entries = store.retrieve(passage_ids, with_vectors=True)
    return {entry.passage.id: entry.sparse for entry in entries if entry.sparse is not None}


def _bm25(query: Query, results: Sequence[Result], generation: Searched, pairs: float) -> Contributions:
    found = [result.passage for result in results if BM25 in result.lanes]
    if not found:
        return {}
    searcher = generation.lexical()
    return {passage.id: searcher.explain(query.text, passage, pairs) for passage in found}


def _ordered(contributions: Sequence[TokenContribution]) -> tuple[TokenContribution, ...]:
    """Largest first, what no word gave behind all words."""
    return tuple(
        sorted(contributions, key=lambda each: (each.kind == "rest", -each.weight, each.lane, each.token))
    )
