from dataclasses import replace

import pytest

from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.engine.explanation import explain_reranking, explain_results
from search_app.lanes.bm25 import Bm25Lane, Bm25Options
from search_app.lanes.dense import DenseLane
from search_app.lanes.feedback import FeedbackLane
from search_app.lanes.sparse import SparseLane
from search_app.protocols import StoredPassage
from search_app.records import LaneStanding, Passage, Query, Result, TokenContribution
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

TEXTS = ["the cat in the kitchen", "cats and dogs", "a planet of fire"]
PASSAGES = [Passage(f"d{number}", 0, 0, len(text), text) for number, text in enumerate(TEXTS)]


class Store:
    def __init__(self, vectors):
        self.vectors, self.asked = vectors, []

    def search_dense(self, vector, limit, where=None):
        return []

    search_sparse = search_dense

    def retrieve(self, passage_ids, with_vectors=False):
        assert with_vectors
        self.asked.append(list(passage_ids))
        return [
            StoredPassage(p, None, self.vectors[p.id])
            for p in PASSAGES
            if p.id in passage_ids and p.id in self.vectors
        ]


class Lexical:
    def explain(self, text, passage, pairs=0.0):
        return [TokenContribution(text, "bm25", 3.0, "literal", ((0, 3),))]


class Counting:
    """An encoder that counts what it is asked."""

    def __init__(self, encoder):
        self.encoder, self.queries, self.texts = encoder, 0, []

    def __getattr__(self, name):
        return getattr(self.encoder, name)

    def encode_queries(self, texts):
        self.queries += 1
        return self.encoder.encode_queries(texts)

    def encode_tokens(self, texts):
        self.texts += texts
        return self.encoder.encode_tokens(texts)

    def expansion_sources(self, texts, entries):
        return self.encoder.expansion_sources(texts, entries)


@pytest.fixture
def dense(tiny_bundles):
    return Counting(OnnxDenseEncoder(tiny_bundles.dense, threads=1))


@pytest.fixture
def sparse(tiny_bundles):
    return Counting(OnnxSparseEncoder(tiny_bundles.sparse, threads=1))


@pytest.fixture
def store(sparse):
    vectors = sparse.encode_passages(TEXTS)
    return Store({p.id: v for p, v in zip(PASSAGES, vectors, strict=True)})


@pytest.fixture
def explain(dense, sparse, store):
    """Explain results of lanes, each bound to the query as a search binds it."""
    lanes = {
        "dense": DenseLane(dense, store),
        "sparse": SparseLane(sparse, store),
        "bm25": Bm25Lane(Lexical(), Bm25Options()),
    }

    def run(query, *names, results=None):
        bound = {name: lanes[name].bind(query) for name in names}
        return explain_results(query, results or _results(*names), bound, store)

    return run


def _results(*lanes):
    standings = {lane: LaneStanding(1, 1.0) for lane in lanes}
    return [Result(passage, 1.0, 1.0, None, standings) for passage in PASSAGES]


def test_each_lane_sums_to_its_score_largest_first_what_no_word_gave_last(explain, sparse, store):
    query = Query("the cat", explain_depth=len(PASSAGES))
    explained = explain(query, "sparse", "bm25", "dense")
    vector = sparse.encode_queries([query.text])[0]
    for result in explained:
        order = [(token.kind == "rest", -token.weight) for token in result.tokens]
        assert order == sorted(order)
        assert order[-1][0]
        sums = {lane: sum(t.weight for t in result.tokens if t.lane == lane) for lane in result.lanes}
        assert sums == {
            "sparse": pytest.approx(vector.dot(store.vectors[result.passage.id]), rel=1e-9),
            "bm25": 3.0,
            "dense": pytest.approx(1.0),
        }
    assert store.asked == [[passage.id for passage in PASSAGES]]


def test_what_a_lane_searched_with_is_what_it_explains_with(dense, sparse, store):
    query = Query("the cat", explain_depth=3)
    bound = {"dense": DenseLane(dense, store).bind(query), "sparse": SparseLane(sparse, store).bind(query)}
    for lane in bound.values():
        for depth in (2, 20):
            lane.search(depth)
    explain_results(query, _results("dense", "sparse"), bound, store)
    assert (dense.queries, sparse.queries) == (1, 1)


def test_feedback_and_the_dense_lane_share_the_token_vectors(dense, store):
    query = Query("the cat", explain_depth=3)
    vector = dense.encode_queries(["a planet"])[0]
    lanes = {
        "dense": DenseLane(dense, store).bind(query),
        "feedback": FeedbackLane((), vector, store, query, lambda: dense),
    }
    results = explain_results(query, _results("dense", "feedback"), lanes, store)
    assert sorted(dense.texts) == sorted(TEXTS)
    assert {token.lane for token in results[0].tokens} == {"dense", "feedback"}
    lanes["feedback"] = FeedbackLane((), vector, store, query, lambda: None)
    results = explain_results(query, _results("dense", "feedback"), lanes, store)
    assert {token.lane for token in results[0].tokens} == {"dense"}


def test_lanes_that_returned_nothing_run_no_model(dense, sparse, store):
    query = Query("cat")
    bound = {"dense": DenseLane(dense, store).bind(query), "sparse": SparseLane(sparse, store).bind(query)}
    explained = explain_results(query, _results("dense"), bound, store)
    assert {token.lane for result in explained for token in result.tokens} == {"dense"}
    assert (sparse.queries, store.asked) == (0, [])


def test_models_are_run_for_the_first_results_only(explain):
    explained = explain(Query("animal", explain_depth=1), "sparse", "dense")
    assert [any(token.lane == "dense" for token in result.tokens) for result in explained] == [
        True,
        False,
        False,
    ]
    sources = [[token.sources for token in result.tokens if token.lane == "sparse"] for result in explained]
    assert sources == [[("cat",)], [()], []]


def test_a_quick_search_runs_no_model_to_explain(explain, dense):
    explained = explain(Query("cat", rerank=False), "dense", "sparse")
    assert {token.lane for result in explained for token in result.tokens} == {"sparse"}
    assert (dense.queries, dense.texts) == (0, [])


def test_the_cross_encoder_is_asked_where_it_read_and_only_so_deep(tiny_bundles):
    reranker = OnnxCrossEncoder(tiny_bundles.cross_encoder, threads=1)
    read = [replace(result, rerank_score=1.0) for result in _results("dense")[:2]]
    results = [*read, _results("dense")[2]]
    explained = explain_reranking(Query("cats dogs", explain_depth=5), results, reranker)
    words = [[token.token for token in result.tokens] for result in explained]
    assert words == [["cat"], ["cats", "dogs"], []]
    assert explain_reranking(Query("cats", explain_depth=0), results, reranker) == tuple(results)


def test_a_passage_without_stored_vector_keeps_its_other_lane(explain, store):
    del store.vectors[PASSAGES[0].id]
    explained = explain(Query("cat"), "sparse", "bm25")
    assert [token.lane for token in explained[0].tokens] == ["bm25"]
    assert {token.lane for token in explained[1].tokens} == {"bm25", "sparse"}
