from dataclasses import dataclass

import pytest

from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.explain.explainer import explain_results
from search_app.protocols import StoredPassage
from search_app.records import LaneStanding, Passage, Query, Result, TokenContribution

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
    def explain(self, text, passage):
        return [TokenContribution(text, "bm25", 3.0, "literal", ((0, 3),))]


@dataclass
class Generation:
    store: Store
    lexical_opened: int = 0

    def lexical(self):
        self.lexical_opened += 1
        return Lexical()


@dataclass
class Models:
    encoder: OnnxSparseEncoder
    asked: int = 0

    def sparse(self):
        self.asked += 1
        return self.encoder


@pytest.fixture
def models(tiny_bundles):
    return Models(OnnxSparseEncoder(tiny_bundles.sparse, threads=1))


@pytest.fixture
def generation(models):
    vectors = models.encoder.encode_passages(TEXTS)
    return Generation(Store({p.id: v for p, v in zip(PASSAGES, vectors, strict=True)}))


def _results(*lanes):
    standings = {lane: LaneStanding(1, 1.0) for lane in lanes}
    return [Result(passage, 1.0, 1.0, None, standings) for passage in PASSAGES]


def test_each_lane_sums_to_its_score_largest_first(models, generation):
    query = Query("the cat")
    explained = explain_results(query, _results("sparse", "bm25", "dense"), generation, models)
    vector = models.encoder.encode_queries([query.text])[0]
    for result in explained:
        weights = [token.weight for token in result.tokens]
        assert weights == sorted(weights, reverse=True)
        sums = {lane: sum(t.weight for t in result.tokens if t.lane == lane) for lane in ("sparse", "bm25")}
        stored = generation.store.vectors[result.passage.id]
        assert sums == {"sparse": pytest.approx(vector.dot(stored), rel=1e-9), "bm25": 3.0}
    assert generation.store.asked == [[passage.id for passage in PASSAGES]]


def test_lanes_that_returned_nothing_are_not_loaded(models, generation):
    explained = explain_results(Query("cat"), _results("dense"), generation, models)
    assert [result.tokens for result in explained] == [(), (), ()]
    assert (models.asked, generation.lexical_opened, generation.store.asked) == (0, 0, [])


def test_a_passage_without_stored_vector_keeps_its_other_lane(models, generation):
    del generation.store.vectors[PASSAGES[0].id]
    explained = explain_results(Query("cat"), _results("sparse", "bm25"), generation, models)
    assert [token.lane for token in explained[0].tokens] == ["bm25"]
    assert {token.lane for token in explained[1].tokens} == {"bm25", "sparse"}
