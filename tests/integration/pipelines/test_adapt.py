"""Adapting a tiny encoder to a tiny collection: every step, the comparison, and what it refuses."""

import json

import numpy as np
import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_bert, write_tiny_t5
from typer.testing import CliRunner

from search_app.cli.main import app
from search_app.errors import BadInputError

pytest.importorskip("sentence_transformers")

RECIPE = """
name = "tiny-gpl"
kind = "dense"
base_model = "{root}/bert"
seed = 7

[training]
max_steps = 1
batch_size = 4
passage_tokens = 32

[dense]
loss = "margin-mse"

[negatives]
per_query = 1
lanes = ["bm25"]

[distillation]
teachers = ["{teacher}"]

[export]
max_tokens = 32
precision = "fp32"

[[data]]
path = "corpus"
split = "train"
"""
PASSAGES = [(f"d{place}", f"the {subject} eats grass and sleeps") for place, subject in enumerate(SUBJECTS)]


@pytest.fixture
def options(tmp_path, tiny_bundles):
    from pipelines.adapt import Adaptation
    from pipelines.generate.sample_queries import Sampling

    write_tiny_bert(tmp_path / "bert")
    write_tiny_t5(tmp_path / "t5")
    recipe = RECIPE.format(root=tmp_path, teacher=tiny_bundles.cross_encoder)
    (tmp_path / "recipe.toml").write_text(recipe)
    sampling = Sampling(per_passage=6, max_query_tokens=8)
    return Adaptation(
        str(tmp_path / "t5"), tiny_bundles.dense, tmp_path / "recipe.toml", 100, 12, 0.4, sampling
    )


def test_a_collection_is_adapted_to_and_the_difference_is_tested(options, tmp_path):
    from pipelines.adapt import adapt

    folder = tmp_path / "adaptation"
    verdict = adapt(iter(PASSAGES), options, folder)
    said = json.loads((folder / "adaptation.json").read_text())
    assert said["before"] == verdict.before
    assert said["better"] == verdict.better
    assert 0.0 < verdict.p <= 1.0
    assert verdict.queries >= 10
    assert (folder / "run" / "bundle" / "bundle.json").is_file()
    judged = {
        split: (folder / "corpus" / "qrels" / f"{split}.tsv").read_text() for split in ("train", "heldout")
    }
    passages = {
        split: {line.split("\t")[1] for line in text.splitlines()[1:]} for split, text in judged.items()
    }
    assert not passages["train"] & passages["heldout"]
    assert said["round_trip"]["kept"] == sum(len(text.splitlines()) - 1 for text in judged.values())
    assert adapt(iter(()), options, folder) == verdict, "a finished one is read, not made again"


@pytest.mark.parametrize(("after", "p", "better"), [(0.6, 0.01, True), (0.6, 0.2, False), (0.4, 0.01, False)])
def test_better_needs_a_gain_that_chance_does_not_explain(after, p, better):
    from pipelines.adapt.verdict import Verdict

    assert Verdict(100, 0.5, after, (0.0, 0.1), p).better is better


def test_an_encoder_is_not_better_than_itself(tmp_path, tiny_bundles):
    from fixtures.tiny_training import write_tiny_beir

    from pipelines.adapt.verdict import compare_bundles
    from pipelines.judged.beir_folder import BeirFolder

    verdict = compare_bundles(
        tiny_bundles.dense, tiny_bundles.dense, BeirFolder(write_tiny_beir(tmp_path / "animals")), "train"
    )
    assert (verdict.after, verdict.p) == (verdict.before, 1.0)
    assert np.allclose(verdict.interval, 0.0)


def test_an_empty_collection_is_refused(options, tmp_path):
    from pipelines.adapt import adapt

    with pytest.raises(BadInputError, match="no passage"):
        adapt(iter(()), options, tmp_path / "adaptation")


def test_too_few_queries_for_a_test_are_refused(tmp_path):
    from pipelines.adapt.synthetic_set import write_judgements

    (tmp_path / "pairs.jsonl").write_text('{"query": "q", "positive": "p", "id": "d1"}\n')
    with pytest.raises(BadInputError, match="at least 10"):
        write_judgements(tmp_path / "pairs.jsonl", tmp_path, 0.2)


def test_the_command_generates_and_says_what_was_dropped(options, tmp_path):
    from pipelines.adapt.synthetic_set import write_corpus

    write_corpus(PASSAGES, tmp_path / "corpus")
    arguments = [str(tmp_path / "corpus"), "-g", options.generator, "-o", str(tmp_path / "out")]
    shown = CliRunner().invoke(app, ["generate", *arguments, "--per-passage", "2", "--round-trip", "1"])
    assert shown.exit_code == 0, shown.output
    assert "queries for 12 passages" in shown.output
    assert "dropped" in shown.output
    assert len((tmp_path / "out" / "queries.jsonl").read_text().splitlines()) == len(PASSAGES)
