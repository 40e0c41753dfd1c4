import json

import pytest


@pytest.fixture
def files(tmp_path):
    (tmp_path / "qrels").write_text("".join(f"q{n} 0 a{n} 1\n" for n in range(30)))
    good = "".join(f"q{n} Q0 a{n} 1 2.0 good\nq{n} Q0 x 2 1.0 good\n" for n in range(30))
    bad = "".join(f"q{n}\tx\t1\nq{n}\ta{n}\t2\n" for n in range(30))
    (tmp_path / "good.trec").write_text(good)
    (tmp_path / "bad.tsv").write_text(bad)
    return tmp_path


def test_score(command, files):
    done = command(
        "score", str(files / "bad.tsv"), str(files / "qrels"), "--measures", "MRR@10,P(rel=1)@1", "--json"
    )
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["MRR@10"], found["P(rel=1)@1"], found["queries"]) == (0.5, 0.0, 30)
    assert "nDCG@10" in command("score", str(files / "good.trec"), str(files / "qrels")).stdout


def test_bad_runs_are_a_sentence(command, files):
    (files / "empty").write_text("")
    (files / "swapped").write_text("a1 Q0 q1 1 1.0 s\n")
    assert "empty run" in command("score", str(files / "empty"), str(files / "qrels")).output
    assert "look swapped" in " ".join(
        command("score", str(files / "swapped"), str(files / "qrels")).output.split()
    )
    assert command("score", str(files / "none"), str(files / "qrels")).exit_code == 3


@pytest.mark.parametrize("method", ["rrf", "weighted", "zscore"])
def test_fuse(command, files, method):
    runs = [str(files / "good.trec"), str(files / "bad.tsv")]
    out = files / "fused.trec"
    done = command("fuse", *runs, "-o", str(out), "--method", method, "--weights", "0.9,0.1")
    assert done.exit_code == 0, done.output
    found = command("score", str(out), str(files / "qrels"), "--measures", "P@1", "--json")
    assert json.loads(found.stdout)["P@1"] == 1.0


@pytest.mark.parametrize(
    "options", [["--method", "max"], ["--weights", "1"], ["--format", "x"], ["--k", "0"]]
)
def test_what_cannot_be_fused(command, files, options):
    runs = [str(files / "good.trec"), str(files / "bad.tsv")]
    assert command("fuse", *runs, "-o", str(files / "out"), *options).exit_code == 2
    assert not (files / "out").exists()


def test_compare(command, files):
    (files / "queries.tsv").write_text("".join(f"q{n}\ttext {n}\n" for n in range(30)))
    runs = [str(files / name) for name in ("bad.tsv", "good.trec")]
    options = ("--qrels", str(files / "qrels"), "--queries", str(files / "queries.tsv"))
    done = command("compare", *runs, *options, "--measures", "MRR@10,P@1", "--changes", "2", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [entry["verdict"] for entry in found["comparisons"]] == ["better", "better"]
    assert found["comparisons"][0]["difference"] == 0.5
    (first, _) = found["changes"]["good"]
    assert (first["baseline_rank"], first["rank"], first["text"][:4]) == (2, 1, "text")
    same = command("compare", runs[0], runs[0], *options, "--json")
    assert json.loads(same.stdout)["comparisons"][0]["verdict"] == "no difference found"
    assert "30 queries better, 0 worse: better" in command("compare", *runs, *options).stdout


def test_compare_shows_texts_and_reasons(command, beir, tmp_path):
    runs = tmp_path / "runs"
    done = command(
        "evaluate", str(beir), "--runs", str(runs), "--systems", "bm25,dense", "--latency-queries", "0"
    )
    assert done.exit_code == 0, done.output
    lines = [line for line in (runs / "dense.trec").read_text().splitlines() if not line.startswith("q3 ")]
    (runs / "dense.trec").write_text("\n".join(line.replace("%20", " ", 0) for line in lines) + "\n")
    qrels = tmp_path / "qrels"
    qrels.write_text("".join(f"q{n}\tdoc%20{n}\t1\n" for n in range(20)))
    options = (
        "--qrels",
        str(qrels),
        "--queries",
        str(beir / "queries.jsonl"),
        "--collection",
        "small",
        "--json",
    )
    done = command("compare", str(runs / "bm25.trec"), str(runs / "dense.trec"), *options)
    assert done.exit_code == 0, done.output
    assert any(entry["query"] == "q3" for entry in json.loads(done.stdout)["changes"]["dense"])


def test_err_is_scored_and_what_cannot_be_is_exit_2(command, files):
    run, qrels = str(files / "good.trec"), str(files / "qrels")
    done = command("score", run, qrels, "--measures", 'ERR@10,nDCG(dcg="exp-log2")@10', "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["ERR@10"] == 1 / 16
    for name in ("BPM@10", "P", "nosuch@10"):
        assert command("score", run, qrels, "--measures", name).exit_code == 2
        assert command("compare", run, run, "--qrels", qrels, "--measures", name).exit_code == 2
    (files / "graded").write_text("q1 0 a1 7\n")
    done = command("compare", run, run, "--qrels", str(files / "graded"), "--measures", "ERR@10")
    assert done.exit_code == 2
    assert "grade of 7" in " ".join(done.output.split())


def test_a_score_that_is_no_number_stops_every_command(command, files):
    (files / "nan.trec").write_text("q1 Q0 a1 1 nan s\n")
    nan, good, qrels = (str(files / name) for name in ("nan.trec", "good.trec", "qrels"))
    assert command("score", nan, qrels).exit_code == 2
    assert command("compare", good, nan, "--qrels", qrels).exit_code == 2
    assert command("fuse", good, nan, "-o", str(files / "out")).exit_code == 2
