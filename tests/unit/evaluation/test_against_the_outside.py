"""The figures are those of trec_eval (pytrec_eval), gdeval and ir_measures, ties and all."""

import random
import shutil

import ir_measures
import numpy as np
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from search_app.evaluation.document_order import document_order, told_apart
from search_app.evaluation.fuse_runs import fuse_runs
from search_app.evaluation.measures import evaluate_run
from search_app.evaluation.run_file import read_run
from search_app.fusion import FusionRule

NAMES = ["d1", "d10", "d2", "D2", "ä", "z", "9", "10", "-", "\U0001f600", "\uffee"]
# Scores with many ties, some of them only in float32.
SCORES = st.sampled_from([0.0, 1.0, 1.0 + 1e-9, 2.0, 16777216.0, 16777217.0, -1.0, 0.1, 0.1 + 1e-12])
RUNS = st.fixed_dictionaries(
    {query: st.dictionaries(st.sampled_from(NAMES), SCORES, min_size=1) for query in ("q1", "q2")}
)
QRELS = st.fixed_dictionaries(
    {query: st.dictionaries(st.sampled_from(NAMES), st.integers(-1, 4), min_size=1) for query in ("q1", "q2")}
)
TREC_EVAL = {
    "nDCG@10": "ndcg_cut_10",
    "nDCG@3": "ndcg_cut_3",
    "nDCG": "ndcg",
    "MAP": "map",
    "AP@5": "map_cut_5",
    "P@5": "P_5",
    "Recall@5": "recall_5",
    "RR": "recip_rank",
    "Rprec": "Rprec",
    "Success@1": "success_1",
}

ASKED = {"ndcg_cut.3,10", "ndcg", "map", "map_cut.5", "P.5", "recall.5", "recip_rank", "Rprec", "success.1"}


@settings(max_examples=200, deadline=None)
@given(qrels=QRELS, run=RUNS)
def test_ties_are_broken_as_trec_eval_breaks_them(qrels, run):
    # Its nDCG hangs on a query that has negative grades only; the figures of such a query are all zero.
    some = {query: row for query, row in qrels.items() if max(row.values()) >= 0}
    reference = pytrec_eval.RelevanceEvaluator(some, ASKED).evaluate(run)
    found = evaluate_run(qrels, run, list(TREC_EVAL))
    for name, theirs in TREC_EVAL.items():
        expected = [reference.get(query, {}).get(theirs, 0.0) for query in qrels]
        assert found[name] == pytest.approx(expected, abs=1e-9), name


@settings(max_examples=100, deadline=None)
@given(qrels=QRELS, run=RUNS)
def test_measures_agree_with_each_other_on_one_relevant_document(qrels, run):
    for row in qrels.values():
        relevant = next(iter(row))
        row.update({name: int(name == relevant) for name in row})
    found = evaluate_run(qrels, run, ["RR@10", "RR", "MRR@10", "MAP@10", "nDCG@10"])
    assert found["RR@10"] == pytest.approx(found["MAP@10"])
    assert found["MRR@10"].tolist() == found["RR@10"].tolist()
    ranks = 2 ** np.divide(1, found["nDCG@10"], where=found["nDCG@10"] > 0, out=np.full(2, np.inf)) - 1
    assert found["RR@10"] == pytest.approx(1 / ranks)


@settings(max_examples=60, deadline=None)
@given(run=RUNS)
def test_telling_apart_keeps_the_order_and_leaves_no_tie(run):
    for row in run.values():
        again = told_apart(row)
        assert document_order(again) == document_order(row) == list(again)
        assert len(set(again.values())) == len(row)


@pytest.mark.skipif(shutil.which("perl") is None, reason="gdeval is a Perl script")
def test_err_and_exponential_gains_are_those_of_gdeval():
    draw = random.Random(7)
    names = [f"d{number}" for number in range(30)]
    qrels = {str(q): {name: draw.choice([-1, 0, 0, 1, 2, 3, 4]) for name in names[:20]} for q in range(40)}
    run = {query: {name: float(draw.randrange(6)) for name in names} for query in qrels}
    own = ["ERR@10", "ERR@20", 'nDCG(dcg="exp-log2")@10', 'nDCG(dcg="exp-log2")@5']
    found = evaluate_run(qrels, run, own)
    for name in own:
        measure = ir_measures.parse_measure(name)
        theirs = {m.query_id: m.value for m in ir_measures.gdeval.iter_calc([measure], qrels, run)}
        assert found[name] == pytest.approx([theirs[query] for query in qrels], abs=6e-6), name


def test_err_needs_neither_numbers_for_ids_nor_perl(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    qrels, run = {"a-1": {"d": 4}, "b-1": {"d": 1}}, {"a-1": {"d": 1.0}, "b-1": {"x": 2.0, "d": 1.0}}
    found = evaluate_run(qrels, run, ["ERR@10", 'nDCG(dcg="exp-log2")@10', "P@1"])
    assert found["ERR@10"].tolist() == [15 / 16, 1 / 32]
    assert found['nDCG(dcg="exp-log2")@10'] == pytest.approx([1.0, 1 / np.log2(3)])
    assert found["P@1"].tolist() == [1.0, 0.0]


def test_fusing_reads_ties_in_the_same_order(tmp_path):
    (tmp_path / "r").write_text("q Q0 a 1 1.0 s\nq Q0 b 2 1.0 s\n")
    run = read_run(tmp_path / "r").run
    ((_, fused),) = fuse_runs([run, run], FusionRule("rrf"), [1.0, 1.0], 10)
    assert [name for name, _ in fused] == ["b", "a"]
