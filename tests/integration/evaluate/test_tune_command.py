import json

import numpy as np
import pytest

from pipelines.evaluate.systems import Asked
from pipelines.tune.cached_set import CachedQuery
from pipelines.tune.top_gains import ndcg_of_columns
from search_app.cli.service import open_service
from search_app.evaluation.measures import evaluate_run
from search_app.records import Query


def test_a_learned_profile_is_served_by_name(command, beir, tmp_path):
    done = command("tune", "--datasets", f"{beir}:dev", "--name", "mine", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["profile"] == "mine-1"
    assert found["provenance"]["learned_on"] == "small dev (20 queries)"
    assert {entry["baseline"] for entry in found["comparisons"]} == {"best single lane", "plain RRF k=60"}
    result = found["held_out"]["small dev"]
    assert all(0 <= result[key] <= 1 for key in ("tuned", "plain_rrf", "best_lane"))
    assert found["provenance"]["learned_score"] >= result["plain_rrf"] - 1e-4
    with open_service() as service:
        assert service.open("small", "mine-1").search(Query("cat")).query.text == "cat"
        assert service.profile_named("mine-1").provenance["measure"] == "nDCG@10"
    assert command("evaluate", str(beir), "--systems", "mine-1", "--latency-queries", "1").exit_code == 0
    qrels = tmp_path / "qrels.tsv"
    qrels.write_text((beir / "qrels" / "dev.tsv").read_text())
    files = ("--queries", str(beir / "queries.jsonl"), "--qrels", str(qrels))
    again = command("tune", "small", *files, "--name", "mine", "--no-rerank", "--json")
    assert json.loads(again.stdout)["profile"] == "mine-2"
    assert json.loads(again.stdout)["rerank"] is None


def test_two_splits_of_a_data_set_are_two_sets(command, beir):
    done = command(
        "tune", "--datasets", f"{beir}:dev,{beir}:test", "--leave-one-out", "--no-rerank", "--json"
    )
    assert done.exit_code == 0, done.output
    assert set(json.loads(done.stdout)["held_out"]) == {"small dev", "small test"}


def test_what_cannot_be_learned_from(command, beir):
    assert command("tune").exit_code == 2
    done = command("tune", "--datasets", f"{beir}:dev", "--leave-one-out")
    assert done.exit_code == 2
    assert "two or more data sets" in " ".join(done.output.split())
    assert command("tune", "--datasets", f"{beir}:none").exit_code == 3
    done = command("tune", "--datasets", f"{beir}:dev", "--lanes", "dense,lexical")
    assert done.exit_code == 2
    assert "some of dense, sparse, bm25" in " ".join(done.output.split())


def test_lanes_that_are_not_named_are_not_asked(command, beir):
    done = command("tune", "--datasets", f"{beir}:dev", "--lanes", "bm25,dense", "--no-rerank", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert set(found["lanes"]) <= {"dense", "bm25"}
    assert found["held_out"]["small dev"]["lane"] in {"dense", "bm25"}


def test_ndcg_equals_ir_measures():
    generator = np.random.default_rng(0)
    grades = {f"d{number}": int(generator.integers(0, 4)) for number in range(15)}
    owners = {f"p{number}": f"d{number % 25}" for number in range(40)}
    query = CachedQuery(Asked("q", "text", {}), grades)
    scores = generator.random((40, 7))
    found = ndcg_of_columns(query, list(owners.values()), scores)
    for column in range(7):
        run = {}
        for (_, owner), score in zip(owners.items(), scores[:, column], strict=True):
            run[owner] = max(score, run.get(owner, 0.0))
        expected = evaluate_run({"q": grades}, {"q": run}, ["nDCG@10"])["nDCG@10"][0]
        assert found[column] == pytest.approx(expected)
