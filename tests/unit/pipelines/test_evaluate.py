import numpy as np
import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_beir

from pipelines.evaluate.ndcg import ndcg_per_query, summary
from pipelines.export.gate import GateReport, best, overlap
from pipelines.judged.develop_set import load_judged_set
from search_app.errors import SearchAppError


def test_ndcg_of_known_rankings():
    qrels = {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"a": 1}}
    run = {"q1": [("a", 2.0), ("b", 1.0)], "q2": [("b", 2.0), ("a", 1.0)]}
    values = ndcg_per_query(qrels, run)
    assert values == pytest.approx([1.0, 1 / np.log2(3), 0.0])


def test_the_interval_contains_the_mean():
    found = summary(np.random.default_rng(0).random(200))
    low, high = found["ci95"]
    assert low < found["ndcg@10"] < high


def test_a_pool_keeps_every_judged_passage(tmp_path):
    write_tiny_beir(tmp_path / "animals")
    judged = load_judged_set(tmp_path / "animals", "train", max_queries=3, max_passages=5)
    assert len(judged.queries) == 3
    assert len(judged.ids) == 5
    assert {name for row in judged.qrels.values() for name in row} <= set(judged.ids)
    assert "pool of 5" in judged.name


def test_best_orders_by_score_and_drops_zeros(tmp_path):
    judged = load_judged_set(write_tiny_beir(tmp_path / "animals"), "train")
    scores = np.zeros((len(SUBJECTS), len(SUBJECTS)), dtype=np.float32)
    scores[0, [3, 1]] = [2.0, 5.0]
    ranked = best(scores, judged)
    assert ranked["q0"] == [("d1", 5.0), ("d3", 2.0)]
    assert ranked["q1"] == []


def test_overlap_counts_shared_columns():
    first = np.arange(20, dtype=np.float32)[None]
    assert overlap(first, first) == 1.0
    assert overlap(first, -first) == 0.0


def test_the_gate_names_the_set_that_lost():
    report = GateReport({"animals": {"loss": 0.02}, "plants": {"loss": -0.01}})
    report.check(0.02)
    with pytest.raises(SearchAppError, match=r"animals \+0.0200"):
        report.check(0.01)
