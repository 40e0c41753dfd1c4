import json
import sys
from types import SimpleNamespace
from typing import NamedTuple

import ir_measures
import pytest

from search_app.cli.service import open_service
from search_app.evaluation.report import list_reports, load_report
from search_app.evaluation.run_file import read_run
from search_app.records import Query

KEYS = {"nDCG@10", "MRR@10", "Recall@100", "Recall@1000", "MAP", "latency_ms", "interval"}


def test_evaluation_from_folder_to_report(command, beir, tmp_path):
    done = command(
        "evaluate", str(beir), "--runs", str(tmp_path / "runs"), "--latency-queries", "2", "--json"
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["dataset"], found["split"], found["queries"]) == ("small", "test", 20)
    assert list(found["systems"]) == ["bm25", "dense", "sparse", "hybrid", "hybrid+rerank"]
    assert all(set(system) == KEYS for system in found["systems"].values())
    assert any("1 judgements name documents" in sentence for sentence in found["problems"])
    (folder,) = list_reports(tmp_path / "data")
    assert load_report(folder).query_ids[:2] == ["q0", "q1"]
    assert (folder / "report.png").read_bytes().startswith(b"\x89PNG")
    assert "<h1>small, test</h1>" in (folder / "report.html").read_text()
    _check_figures(found, beir, tmp_path / "runs")
    _check_served(tmp_path / "runs" / "hybrid+rerank.trec")


def _check_figures(found, beir, runs):
    """Our figures equal those of ir_measures on the written files."""
    rows = [line.split("\t") for line in (beir / "qrels" / "test.tsv").read_text().splitlines()[1:]]
    qrels = [ir_measures.Qrel(q, d.replace(" ", "%20"), int(g)) for q, d, g in rows]
    measure = ir_measures.nDCG @ 10
    for name, system in found["systems"].items():
        run = ir_measures.read_trec_run(str(runs / f"{name}.trec"))
        value = ir_measures.calc_aggregate([measure], qrels, run)[measure]
        assert system["nDCG@10"] == pytest.approx(value, abs=6e-5)
        low, high = system["interval"]["nDCG@10"]
        assert low <= system["nDCG@10"] <= high


def _check_served(path):
    """What was measured is what the service answers."""
    run = read_run(path).run
    with open_service() as service:
        for query in ("q0", "q7"):
            text = " ".join(service.open("small").document(f"doc {query[1:]}").text.split()[:3])
            answer = service.open("small").search(Query(text, limit=10, explain=False))
            served = {
                result.passage.document_id.replace(" ", "%20"): result.score for result in answer.results
            }
            ranked = sorted(run[query].items(), key=lambda pair: -pair[1])
            for (document, score), expected in zip(
                ranked, sorted(served.values(), reverse=True), strict=False
            ):
                assert score == pytest.approx(expected, abs=1e-4)
                assert document in served or score == pytest.approx(min(served.values()), abs=1e-4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--split", "train"], "one of dev, test"),
        (["--measures", "nDGC@10"], "no measure 'nDGC@10'"),
        (["--systems", "bm52"], "no system 'bm52'"),
        (["--queries", "x.tsv"], "see `search-app evaluate --help`"),
        (["--depth", "0"], "1 to 1000"),
    ],
)
def test_what_cannot_be_evaluated_is_said_in_a_sentence(command, beir, arguments, message):
    done = command("evaluate", str(beir), *arguments)
    assert done.exit_code in (2, 3)
    assert message.lower() in " ".join(done.output.split()).lower()


def test_no_such_data_set(command):
    done = command("evaluate", "nowhere")
    assert done.exit_code == 3
    assert "MS MARCO" in done.output


def test_an_ir_datasets_id_needs_the_extra(command, monkeypatch):
    monkeypatch.setitem(sys.modules, "ir_datasets", None)
    done = command("evaluate", "irds:beir/scifact/test")
    assert done.exit_code == 7
    assert "search-app[ir-datasets]" in done.output


class _Entry(NamedTuple):
    doc_id: str
    text: str


class _Catalogue:
    """Stands in for one data set of ir_datasets: the catalogue itself needs a connection."""

    def load(self, identifier):
        if identifier != "small/test":
            raise KeyError(identifier)
        return self

    has_docs = has_queries = has_qrels = lambda self: True
    docs_count = lambda self: 2  # noqa: E731

    def docs_iter(self):
        texts = {"a": "the cat is an animal", "b": "a car with an engine", "c": ""}
        return (_Entry(name, text) for name, text in texts.items())

    def queries_iter(self):
        return [SimpleNamespace(query_id="1", default_text=lambda: "cat")]

    def qrels_iter(self):
        return [SimpleNamespace(query_id="1", doc_id="a", relevance=1)]


def test_an_ir_datasets_id(command, monkeypatch):
    monkeypatch.setitem(sys.modules, "ir_datasets", _Catalogue())
    options = ("--systems", "bm25", "--latency-queries", "0", "--json")
    done = command("evaluate", "irds:small/test", *options)
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["systems"]["bm25"]["MAP"] == 1.0
    assert command("evaluate", "irds:small/none", *options).exit_code == 3


def test_msmarco_files_and_an_existing_collection(command, tmp_path):
    folder = tmp_path / "marco"
    folder.mkdir()
    (folder / "collection.tsv").write_text("1\tthe cat is an animal\n2\ta car with an engine\nbad\n")
    (folder / "queries.dev.tsv").write_text("10\tcat animal\n11\tengine\n")
    (folder / "qrels.dev.tsv").write_text("10\t0\t1\t1\n11\t0\t2\t1\n12\t0\t2\t1\n")
    options = ("--systems", "bm25", "--latency-queries", "0", "--json")
    done = command("evaluate", str(folder), "--split", "dev", *options)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["systems"]["bm25"]["nDCG@10"] == 1.0
    assert any("1 judged queries have no text" in sentence for sentence in found["problems"])
    pair = ("--queries", str(folder / "queries.dev.tsv"), "--qrels", str(folder / "qrels.dev.tsv"))
    again = command("evaluate", *pair, "--collection", "marco", *options)
    assert json.loads(again.stdout)["systems"] == found["systems"]
