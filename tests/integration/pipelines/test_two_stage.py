"""Two-stage training: every file it promises, and the same files after a kill at every step."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_beir, write_tiny_bert

from search_app.errors import BadInputError
from search_app.evaluation.run_file import read_run

pytest.importorskip("sentence_transformers")

RECIPE = """
name = "tiny-two-stage"
kind = "dense"
base_model = "bert"
seed = 7

[training]
max_steps = 2
batch_size = 4
learning_rate = 1e-3
passage_tokens = 32
save_steps = 1
log_steps = 1

[dense]
pooling = "cls"
normalise = false
score_scale = 1.0

[negatives]
per_query = 1

[two_stage]
split = "dev"
depth = 5
shard_size = 5
keep_first_negatives = true

[two_stage.negatives]
per_query = 1
depth = 6

[export]
max_tokens = 32
precision = "fp32"

[[data]]
path = "msmarco"
format = "msmarco"
"""


def write_ms_marco(folder: Path) -> None:
    """The tiny BEIR collection in MS MARCO's files."""
    beir = write_tiny_beir(folder.parent / "animals")
    folder.mkdir()
    for name, target in (("corpus", "collection.tsv"), ("queries", "queries.train.tsv")):
        rows = [json.loads(line) for line in (beir / f"{name}.jsonl").read_text().splitlines()]
        (folder / target).write_text("".join(f"{row['_id']}\t{row['text']}\n" for row in rows))
    for split, size in (("train", len(SUBJECTS)), ("dev", 4)):
        judged = "".join(f"q{place}\t0\td{place}\t1\n" for place in range(size))
        (folder / f"qrels.{split}.tsv").write_text(judged)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    from pipelines.train import run

    root = tmp_path_factory.mktemp("two-stage")
    write_tiny_bert(root / "bert")
    write_ms_marco(root / "msmarco")
    (root / "recipe.toml").write_text(RECIPE)
    return run(root / "recipe.toml", root / "run", root, export=False).path


def test_both_stages_leave_models_shards_runs_and_measures(finished):
    assert (finished / "stage-1" / "manifest.json").is_file()
    for stage in ("1", "2"):
        shards = sorted((finished / f"encoded-{stage}").glob("shard-*.npy"))
        assert [np.load(path).shape for path in shards] == [(5, 32), (5, 32), (2, 32)]
        trec, marco = (read_run(finished / "runs" / f"stage-{stage}.{kind}") for kind in ("trec", "tsv"))
        assert (trec.format, marco.format) == ("trec", "msmarco")
        assert {name: list(row) for name, row in trec.run.items()} == {
            name: list(row) for name, row in marco.run.items()
        }
        assert all(len(row) == 5 for row in trec.run.values())
    measured = json.loads((finished / "manifest.json").read_text())["retrieval"]
    assert set(measured) == {"MRR@10", "Recall@1000", "nDCG@10"}
    assert len((finished / "mined.jsonl").read_text().splitlines()) == len(SUBJECTS)


def test_the_shards_rank_as_the_model_does(finished):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(finished / "model"), device="cpu")
    rows = [
        line.split("\t") for line in (finished.parent / "msmarco" / "collection.tsv").read_text().splitlines()
    ]
    vectors = model.encode([text for _, text in rows])
    (scores,) = model.encode(["where does the cat sleep"]) @ vectors.T
    expected = dict(zip((name for name, _ in rows), scores, strict=True))
    found = read_run(finished / "runs" / "stage-2.trec").run["q0"]
    assert list(found.values()) == pytest.approx(sorted(scores, reverse=True)[:5], abs=1e-3)
    assert all(score == pytest.approx(expected[name], abs=1e-3) for name, score in found.items())


@pytest.mark.parametrize(
    "lost", ["encoded-1/shard-00001.ids", "mined.jsonl", "model", "encoded-2/shard-00002.ids"]
)
def test_a_kill_at_any_step_ends_in_the_same_runs(finished, tmp_path, lost):
    from pipelines.train import run

    order = ["encoded-1", "mined.jsonl", "model", "encoded-2", "manifest.json"]
    shutil.copytree(finished, tmp_path / "run")
    for name in order[[lost.split("/")[0] == entry for entry in order].index(True) :]:
        path = tmp_path / "run" / name
        if path.is_dir() and name == lost.split("/")[0] and "/" in lost:
            (tmp_path / "run" / lost).unlink()
            (path / "complete.json").unlink()
        else:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    run(finished / "recipe.toml", tmp_path / "run", finished.parent, export=False)
    for name in ("runs/stage-1.trec", "runs/stage-2.trec", "mined.jsonl", "manifest.json"):
        assert (tmp_path / "run" / name).read_text() == (finished / name).read_text(), name


def test_two_stages_need_a_collection(finished, tmp_path):
    from pipelines.train import run

    (tmp_path / "pairs.jsonl").write_text('{"query": "q", "positive": "p"}\n')
    text = RECIPE.replace('path = "msmarco"\nformat = "msmarco"', 'path = "pairs.jsonl"\nformat = "pairs"')
    (tmp_path / "recipe.toml").write_text(text)
    with pytest.raises(BadInputError, match="a collection"):
        run(tmp_path / "recipe.toml", tmp_path / "run", tmp_path)
