"""A tiny generator: trained, sampled in bulk, killed and continued, filtered."""

import json

import numpy as np
import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_beir, write_tiny_t5

from search_app.errors import BadInputError, CorruptError, SearchAppError

pytest.importorskip("sentence_transformers")

RECIPE = """
name = "tiny-generator"
kind = "query-generator"
base_model = "t5"
seed = 7

[training]
max_steps = {steps}
batch_size = 12
learning_rate = 1e-2
passage_tokens = 32
save_steps = 50
log_steps = 10

[[data]]
path = "animals"
"""
PASSAGES = [(f"d{place}", f"the {subject} eats grass and sleeps") for place, subject in enumerate(SUBJECTS)]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    from pipelines.train import run

    root = tmp_path_factory.mktemp("generate")
    write_tiny_t5(root / "t5")
    write_tiny_beir(root / "animals")
    (root / "recipe.toml").write_text(RECIPE.format(steps=60))
    return run(root / "recipe.toml", root / "run", root)


@pytest.fixture(scope="module")
def generator(trained):
    from pipelines.families.query_generator.training import load_query_generator

    return load_query_generator(str(trained.model))


def options(**changes):
    from pipelines.generate.sample_queries import Sampling

    return Sampling(**{"per_passage": 2, "batch_size": 5, "max_query_tokens": 8, **changes})


def test_a_trained_generator_asks_what_it_learned(trained, generator, tmp_path):
    from pipelines.generate.sample_queries import sample_queries

    lines = (trained.path / "curves.jsonl").read_text().splitlines()
    losses = [row["loss"] for row in map(json.loads, lines) if "loss" in row]
    assert losses[-1] < 0.5 * losses[0]
    assert not (trained.path / "bundle").exists()
    assert sample_queries(generator, PASSAGES, options(top_p=0.1), tmp_path / "q.jsonl") == len(PASSAGES)
    rows = [json.loads(line) for line in (tmp_path / "q.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == [name for name, _ in PASSAGES]
    assert sum("where does the" in query for row in rows for query in row["queries"]) > len(PASSAGES) / 2


def test_a_killed_generation_ends_in_the_same_file(generator, tmp_path):
    from pipelines.generate.sample_queries import sample_queries

    whole, killed = tmp_path / "whole.jsonl", tmp_path / "killed.jsonl"
    sample_queries(generator, PASSAGES, options(), whole)
    lines = whole.read_text().splitlines(keepends=True)
    killed.write_text("".join(lines[:7]) + lines[7][:9])
    sample_queries(generator, PASSAGES, options(), killed)
    assert killed.read_text() == whole.read_text()


def test_the_queries_of_other_passages_are_refused(generator, tmp_path):
    from pipelines.generate.sample_queries import sample_queries

    sample_queries(generator, PASSAGES, options(), tmp_path / "q.jsonl")
    with pytest.raises(CorruptError, match="other passages"):
        sample_queries(generator, [("x", "text")] * len(PASSAGES), options(), tmp_path / "q.jsonl")


def test_a_generator_is_not_exported(trained, tmp_path):
    from pipelines.export import run as export_run

    with pytest.raises(BadInputError, match="search-app generate"):
        export_run(trained.path, tmp_path / "bundle")


class FixedLane:
    """Finds the passages whose subject is in the query."""

    name = "fixed"

    def search(self, queries, depth):
        found = [[place for place, subject in enumerate(SUBJECTS) if subject in query] for query in queries]
        return [[(f"d{place}", 1.0) for place in places[:depth]] for places in found]


def test_the_round_trip_keeps_what_finds_its_passage_and_says_why_the_rest_went(tmp_path):
    from pipelines.generate.round_trip import round_trip

    rows = [
        {"id": "d0", "text": "the cat eats", "queries": ["what does the cat eat", "cat", "the cat eats"]},
        {"id": "d1", "text": "the dog eats", "queries": ["what does the owl eat"]},
    ]
    (tmp_path / "q.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    report = round_trip(tmp_path / "q.jsonl", [FixedLane()], 1, tmp_path / "pairs.jsonl")
    kept = [json.loads(line) for line in (tmp_path / "pairs.jsonl").read_text().splitlines()]
    assert kept == [{"query": "what does the cat eat", "positive": "the cat eats", "id": "d0"}]
    assert (report.asked, report.kept) == (4, 1)
    assert report.dropped == {
        "fewer than 2 words": 1,
        "the passage itself": 1,
        "passage not in the top 1 of any lane": 1,
    }
    said = json.loads((tmp_path / "pairs.report.json").read_text())
    assert said["asked"] == said["kept"] + sum(said["dropped"].values())


def test_a_run_is_reproduced_and_a_changed_one_is_not(trained):
    from pipelines.runs.reproduce import reproduce_run

    found = reproduce_run(trained.path)
    assert found.steps == 60
    assert found.largest_loss_difference <= 0.01
    assert np.isfinite(found.largest_weight_difference)
    curves = trained.path / "curves.jsonl"
    kept = curves.read_text()
    rows = [json.loads(line) for line in kept.splitlines()]
    rows[0]["loss"] *= 1.5
    curves.write_text("\n".join(json.dumps(row) for row in rows))
    try:
        with pytest.raises(SearchAppError, match="not reproduced: the training loss differs by 33"):
            reproduce_run(trained.path)
    finally:
        curves.write_text(kept)


def test_changed_data_is_named_before_anything_is_trained(trained):
    from pipelines.runs.reproduce import reproduce_run

    queries = trained.path.parent / "animals" / "queries.jsonl"
    kept = queries.read_text()
    queries.write_text(kept.replace("sleep", "hide"))
    try:
        with pytest.raises(BadInputError, match="changed since it was trained.*queries.jsonl"):
            reproduce_run(trained.path)
    finally:
        queries.write_text(kept)


def test_the_command_reproduces_a_run(trained):
    from typer.testing import CliRunner

    from search_app.cli.main import app

    shown = CliRunner().invoke(app, ["reproduce", str(trained.path)])
    assert shown.exit_code == 0, shown.output
    assert "Reproduced: 60 steps" in shown.output
