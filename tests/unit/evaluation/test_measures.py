import ir_measures
import numpy as np
import pytest

from search_app.errors import BadInputError
from search_app.evaluation.measures import DEFAULT_MEASURES, check_measures, evaluate_run
from search_app.evaluation.run_file import RunWriter, read_run

QRELS = {"q1": {"a": 2, "b": 1}, "q2": {"c": 1}, "q3": {"d": 0, "e": 1}}
RUN = {"q1": {"b": 3.0, "x": 2.0, "a": 1.0}, "q2": {"y": 1.0, "c": 0.5}, "other": {"a": 1.0}}


def test_values_stand_in_the_order_of_the_qrels_and_missing_queries_count_nothing():
    values = evaluate_run(QRELS, RUN, ["MRR@10", "RR@10", "Recall@100"])
    assert values["MRR@10"].tolist() == values["RR@10"].tolist() == [1.0, 0.5, 0.0]
    assert values["Recall@100"].tolist() == [1.0, 1.0, 0.0]


def test_scores_equal_ir_measures_on_the_written_file(tmp_path):
    generator = np.random.default_rng(5)
    names = [f"d{number}" for number in range(60)]
    qrels = {f"q{q}": {name: int(generator.integers(0, 4)) for name in names[:40]} for q in range(12)}
    with RunWriter(tmp_path / "r.trec", "s") as writer:
        for query in qrels:
            # Few distinct scores: the file has to tell the ties apart.
            scores = sorted(generator.integers(0, 9, 60) / 2.0, reverse=True)
            writer.write(query, zip(generator.permutation(names).tolist(), scores, strict=True))
    run = list(ir_measures.read_trec_run(str(tmp_path / "r.trec")))
    measures = [ir_measures.parse_measure(name) for name in DEFAULT_MEASURES]
    expected = ir_measures.calc_aggregate(measures, qrels, run)
    found = evaluate_run(qrels, read_run(tmp_path / "r.trec").run, DEFAULT_MEASURES)
    for name, measure in zip(DEFAULT_MEASURES, measures, strict=True):
        assert found[name].mean() == pytest.approx(expected[measure], abs=1e-12)


@pytest.mark.parametrize("name", ["nDGC@10", "nDCG@", "", "recall at 5", "__import__('os')"])
def test_a_typo_is_told_what_is_accepted(name):
    with pytest.raises(BadInputError, match="nDCG@10"):
        check_measures([name])


def test_known_names_pass():
    check_measures([*DEFAULT_MEASURES, "P@10", "AP(rel=2)", "Success@5"])


@pytest.mark.parametrize(
    "name",
    ["BPM@10", "P", "ERR", "INSQ", "IPrec@10", "nDCG@0", "P@-5", "AP@10@10", "Recall@x", "alpha_nDCG@10"],
)
def test_what_no_tool_here_computes_is_a_sentence_before_the_run(name):
    with pytest.raises(BadInputError):
        check_measures(["nDCG@10", name])


def test_measures_with_more_parameters_pass():
    check_measures(["ERR@20", 'nDCG(dcg="exp-log2")@5', "Compat(p=0.8)", "IPrec@0.1", "infAP", "Judged@10"])


@pytest.mark.parametrize(("name", "grade"), [("ERR@10", 5), ('nDCG(dcg="exp-log2")@10', 2000)])
def test_grades_that_a_measure_is_not_defined_for(name, grade):
    with pytest.raises(BadInputError, match=f"grade of {grade}"):
        check_measures([name], {"q": {"d": grade}})
    with pytest.raises(BadInputError, match=f"grade of {grade}"):
        evaluate_run({"q": {"d": grade}}, {"q": {"d": 1.0}}, [name])


def test_a_provider_that_fails_is_named_by_its_measure(monkeypatch):
    def fail(measures, *_):
        if any(str(measure) == "AP" for measure in measures):
            raise RuntimeError("no such program")
        return iter(())

    monkeypatch.setattr(ir_measures, "iter_calc", fail)
    with pytest.raises(BadInputError, match=r"measure 'AP' cannot be computed here \(no such program\)"):
        evaluate_run(QRELS, RUN, ["nDCG@10", "MAP"])
