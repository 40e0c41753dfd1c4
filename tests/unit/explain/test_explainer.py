from dataclasses import dataclass, replace

import pytest

from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.explain.explainer import explain_reranking, explain_results
from search_app.protocols import StoredPassage
from search_app.records import LaneStanding, Passage, Query, Result, TokenContribution
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

TEXTS = ["the cat in the kitchen", "cats and dogs", "a planet of fire"]
PASSAGES = [Passage(f"d{number}", 0, 0, len(text), text) for number, text in enumerate(TEXTS)]


class Store:
    def __init__(self, vectors):
        self.vectors, self.asked = vectors, []

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


@dataclass
class Generation:
    store: Store
    lexical_opened: int = 0
    same_encoder: bool = True

    def encoded_by(self, lane, fingerprint):
        return self.same_encoder

    def lexical(self):
        self.lexical_opened += 1
        return Lexical()


@dataclass
class Models:
    encoder: OnnxSparseEncoder
    dense_encoder: OnnxDenseEncoder
    asked: int = 0
    dense_asked: int = 0

    def dense(self):
        self.dense_asked += 1
        return self.dense_encoder

    def sparse(self):
        self.asked += 1
        return self.encoder


@pytest.fixture
def models(tiny_bundles):
    return Models(
        OnnxSparseEncoder(tiny_bundles.sparse, threads=1), OnnxDenseEncoder(tiny_bundles.dense, threads=1)
    )


@pytest.fixture
def generation(models):
    vectors = models.encoder.encode_passages(TEXTS)
    return Generation(Store({p.id: v for p, v in zip(PASSAGES, vectors, strict=True)}))


def _results(*lanes):
    standings = {lane: LaneStanding(1, 1.0) for lane in lanes}
    return [Result(passage, 1.0, 1.0, None, standings) for passage in PASSAGES]


def test_each_lane_sums_to_its_score_largest_first_what_no_word_gave_last(models, generation):
    query = Query("the cat", explain_depth=len(PASSAGES))
    explained = explain_results(query, _results("sparse", "bm25", "dense"), generation, models)
    vector = models.encoder.encode_queries([query.text])[0]
    for result in explained:
        order = [(token.kind == "rest", -token.weight) for token in result.tokens]
        assert order == sorted(order)
        assert order[-1][0]
        sums = {lane: sum(t.weight for t in result.tokens if t.lane == lane) for lane in result.lanes}
        stored = generation.store.vectors[result.passage.id]
        assert sums == {
            "sparse": pytest.approx(vector.dot(stored), rel=1e-9),
            "bm25": 3.0,
            "dense": pytest.approx(1.0),
        }
    assert generation.store.asked == [[passage.id for passage in PASSAGES]]


def test_lanes_that_returned_nothing_are_not_loaded(models, generation):
    explained = explain_results(Query("cat"), _results("dense"), generation, models)
    assert {token.lane for result in explained for token in result.tokens} == {"dense"}
    assert (models.asked, generation.lexical_opened, generation.store.asked) == (0, 0, [])
    explain_results(Query("cat"), _results("bm25"), generation, models)
    assert models.dense_asked == 1


def test_another_dense_encoder_than_that_of_the_vectors_explains_nothing(models, generation):
    generation.same_encoder = False
    results = explain_results(
        Query("the cat", explain_depth=3), _results("dense", "bm25"), generation, models
    )
    assert {token.lane for result in results for token in result.tokens} == {"bm25"}


def test_models_are_run_for_the_first_results_only(models, generation):
    explained = explain_results(
        Query("animal", explain_depth=1), _results("sparse", "dense"), generation, models
    )
    assert [any(token.lane == "dense" for token in result.tokens) for result in explained] == [
        True,
        False,
        False,
    ]
    sources = [[token.sources for token in result.tokens if token.lane == "sparse"] for result in explained]
    assert sources == [[("cat",)], [()], []]


def test_a_quick_search_runs_no_model_to_explain(models, generation):
    explained = explain_results(Query("cat", rerank=False), _results("dense", "sparse"), generation, models)
    assert {token.lane for result in explained for token in result.tokens} == {"sparse"}
    assert models.dense_asked == 0


def test_the_cross_encoder_is_asked_where_it_read_and_only_so_deep(models, generation, tiny_bundles):
    reranker = OnnxCrossEncoder(tiny_bundles.cross_encoder, threads=1)
    read = [replace(result, rerank_score=1.0) for result in _results("dense")[:2]]
    results = [*read, _results("dense")[2]]
    explained = explain_reranking(Query("cats dogs", explain_depth=5), results, reranker)
    words = [[token.token for token in result.tokens] for result in explained]
    assert words == [["cat"], ["cats", "dogs"], []]
    assert explain_reranking(Query("cats", explain_depth=0), results, reranker) == tuple(results)


def test_a_passage_without_stored_vector_keeps_its_other_lane(models, generation):
    del generation.store.vectors[PASSAGES[0].id]
    explained = explain_results(Query("cat"), _results("sparse", "bm25"), generation, models)
    assert [token.lane for token in explained[0].tokens] == ["bm25"]
    assert {token.lane for token in explained[1].tokens} == {"bm25", "sparse"}
