"""Inner product of SPLADE-style vectors."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, partial

from search_app.explain.text_words import text_words
from search_app.lanes.sparse.entry_products import SPARSE, FindSources, explain_sparse
from search_app.lanes.timed import timed_ranking
from search_app.protocols import (
    Contributions,
    Evidence,
    ExpansionSourceEncoder,
    SparseEncoder,
    VectorStore,
)
from search_app.records import Query, Ranking, Result, SparseVector
from search_app.records.span import Span

UNMATCHED = 0.0
"""Inner product of vectors that share no entry: what a passage scores that the index does not return."""


class SparseLane:
    """Encodes the query and asks the vector store's inverted index."""

    name = SPARSE

    def __init__(self, encoder: SparseEncoder, store: VectorStore) -> None:
        self.encoder, self.store = encoder, store

    def bind(self, query: Query) -> "BoundSparse":
        """See `search_app.protocols.Lane`."""
        return BoundSparse(self, query)

    def search_many(self, texts: Sequence[str], depth: int) -> list[Ranking]:
        """See `search_app.protocols.Lane`; the queries are encoded in batches."""
        vectors = self.encoder.encode_queries(texts)
        return [
            timed_ranking(SPARSE, partial(self.store.search_sparse, vector), depth, rest=UNMATCHED)
            for vector in vectors
        ]


class BoundSparse:
    """The sparse lane and one query."""

    name = SPARSE

    def __init__(self, lane: SparseLane, query: Query) -> None:
        self._lane, self._query = lane, query

    @cached_property
    def vector(self) -> SparseVector:
        """The query's vector."""
        return self._lane.encoder.encode_queries([self._query.text])[0]

    def search(self, depth: int) -> Ranking:
        """See `search_app.protocols.BoundLane`."""
        store, where = self._lane.store, self._query.filter
        return timed_ranking(
            SPARSE, lambda most: store.search_sparse(self.vector, most, where), depth, rest=UNMATCHED
        )

    def explain(self, results: Sequence[Result], evidence: Evidence) -> Contributions:
        """See `search_app.protocols.BoundLane`; causes of expansions where a model may be run."""
        found = [result.passage for result in results if SPARSE in result.lanes]
        if not found:
            return {}
        encoder, stored = self._lane.encoder, evidence.stored()
        words, find = text_words(self._query.text, encoder), _find_sources(encoder)
        vectors = {each.id: stored[each.id].sparse for each in found if each.id in stored}
        return {
            each.id: explain_sparse(
                words, self.vector, each, vector, encoder, find if evidence.deep(each.id) else None
            )
            for each in found
            if (vector := vectors.get(each.id)) is not None
        }


def _find_sources(encoder: SparseEncoder) -> FindSources | None:
    if not isinstance(encoder, ExpansionSourceEncoder):
        return None

    def find(text: str, entries: Collection[int]) -> Mapping[int, Span]:
        return encoder.expansion_sources([text], [entries])[0]

    return find
