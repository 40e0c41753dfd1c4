"""Every kind from recipe to a bundle that serving loads, on a model of two layers."""

import re
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_beir, write_tiny_bert, write_tiny_roberta

from search_app.bundles import read_manifest
from search_app.bundles.manifest import verify_files
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.errors import BadInputError, NotFoundError
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

pytest.importorskip("sentence_transformers")

RECIPE = """
name = "tiny-{kind}"
kind = "{kind}"
base_model = "{base}"
seed = 7

[training]
max_steps = {steps}
batch_size = 4
learning_rate = 1e-3
passage_tokens = 32
save_steps = 1
log_steps = 1

[export]
max_tokens = 32
max_query_tokens = 16
precision = "{precision}"
max_loss = 1.0

[[data]]
path = "animals"
licence = "made here"

[[develop]]
path = "animals"
split = "train"
"""
NEGATIVES = '\n[negatives]\nper_query = 2\nlanes = ["bm25"]\n'
TEXTS = ["the cat eats grass", "the dog sleeps in the barn", "honey"]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    write_tiny_bert(folder / "bert")
    write_tiny_roberta(folder / "roberta")
    write_tiny_beir(folder / "animals")
    return folder


def write_recipe(
    folder: Path, kind: str, precision: str = "int8", steps: int = 2, more: str = "", base: str = "bert"
) -> Path:
    path = folder / f"{kind}.toml"
    written = RECIPE.format(kind=kind, precision=precision, steps=steps, base=base)
    path.write_text(written + more, encoding="utf-8")
    return path


def train(
    root: Path, folder: Path, kind: str, precision: str = "int8", more: str = "", base: str = "bert"
) -> Path:
    from pipelines.train import run

    run(write_recipe(folder, kind, precision, more=more, base=base), folder / "run", root)
    manifest = read_manifest(folder / "run" / "bundle")
    verify_files(folder / "run" / "bundle", manifest)
    assert manifest.kind == kind
    assert manifest.precision == precision
    assert max(manifest.parity["fp32 and torch, largest difference"].values()) <= 1e-4
    graph = onnx.load(folder / "run" / "bundle" / "model.onnx").graph
    operations = {node.op_type for node in graph.node}
    assert "Softmax" in operations
    assert "IsNaN" not in operations
    assert (folder / "run" / "manifest.json").is_file()
    assert (folder / "run" / "curves.png").stat().st_size > 0
    return folder / "run" / "bundle"


def test_sparse_from_recipe_to_bundle(root, tmp_path):
    bundle = train(root, tmp_path, "sparse")
    encoder = OnnxSparseEncoder(bundle, 1)
    passages, (query,) = encoder.encode_passages(TEXTS), encoder.encode_queries(["where does the cat sleep"])
    ids = {encoder.token(int(index)): index for index in range(encoder.dimension)}
    assert ids["cat"] in passages[0].indices
    assert ids["cat"] in query.indices
    assert all(encoder.token(int(index)) not in ("[CLS]", "[SEP]", "[UNK]") for index in passages[0].indices)
    quality = read_manifest(bundle).quality["animals train"]
    assert quality["int8"]["ndcg@10"] > 0.9


def test_sparse_sources_name_the_token_that_won(root, tmp_path):
    bundle = train(root, tmp_path, "sparse", "fp32")
    encoder = OnnxSparseEncoder(bundle, 1)
    row = encoder.model.passage_rows(["the cat eats grass"])
    ((_, (weights, sources)),) = encoder.model.batches(row, ["weights", "sources"])
    for position, token in list(enumerate(row[0].ids))[1:-1]:
        assert weights[0, token] > 0
        assert row[0].ids[sources[0, token]] == token
        assert 0 < position < row[0].ids.size


@pytest.mark.parametrize("kind", ["sparse", "cross-encoder", "dense"])
def test_a_second_run_goes_on_from_the_first(root, tmp_path, kind):
    from pipelines.train import run

    more = NEGATIVES if kind == "cross-encoder" else ""
    run(write_recipe(tmp_path, kind, more=more), tmp_path / "first", root, export=False)
    text = (tmp_path / f"{kind}.toml").read_text().replace("1e-3", "1e-12")
    still = tmp_path / "still.toml"
    still.write_text(f'start = "{tmp_path / "first"}"\n{text}', encoding="utf-8")
    run(still, tmp_path / "second", root)
    before, after = weights(tmp_path / "first" / "model"), weights(tmp_path / "second" / "model")
    assert before.keys() == after.keys()
    for name, values in before.items():
        np.testing.assert_allclose(after[name], values, atol=1e-5, err_msg=name)
    assert read_manifest(tmp_path / "second" / "bundle").base_model == "bert"


@pytest.mark.parametrize(("precision", "share"), [("fp32", 1e-5), ("int8", 0.05)])
@pytest.mark.parametrize("kind", ["sparse", "cross-encoder"])
def test_a_run_goes_on_from_a_bundle(root, tmp_path, kind, precision, share):
    from pipelines.train import run

    bundle = train(root, tmp_path, kind, precision, NEGATIVES if kind == "cross-encoder" else "")
    text = (tmp_path / f"{kind}.toml").read_text().replace("1e-3", "1e-12")
    still = tmp_path / "still.toml"
    still.write_text(f'start = "{bundle}"\n{text}', encoding="utf-8")
    on = run(still, tmp_path / "on", root, export=False)
    before, after = weights(tmp_path / "run" / "model"), weights(on.model)
    assert before.keys() == after.keys()
    for name, values in before.items():
        # No graph reads a pooler, and of weights of query tokens a bundle has what is above zero.
        if ".pooler." in name or "query" in name or "importance" in name:
            continue
        np.testing.assert_allclose(after[name], values, atol=share * np.abs(values).max(), err_msg=name)
    assert str(bundle / "model.onnx") in on.receipt()["data"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({'"bert"': '"roberta"'}, r"made from 'bert', the recipe's base model is 'roberta'"),
        (
            {'"sparse"': '"cross-encoder"', "[export]": "[negatives]\n[export]"},
            "is a sparse bundle",
        ),
        ({'"sparse"': '"dense"'}, "cannot go on from the bundle"),
        ({"[export]": '[sparse]\nhead = "mlm"\n[export]'}, "cannot go on from the bundle"),
    ],
)
def test_a_bundle_that_a_recipe_cannot_go_on_from_is_found_before_training(root, tmp_path, changes, said):
    from pipelines.train import run

    bundle = train(root, tmp_path, "sparse")
    text = (tmp_path / "sparse.toml").read_text()
    for old, new in changes.items():
        text = text.replace(old, new)
    other = tmp_path / "other.toml"
    other.write_text(f'start = "{bundle}"\n{text}', encoding="utf-8")
    with pytest.raises(BadInputError, match=said):
        run(other, tmp_path / "on", root)
    assert not (tmp_path / "on").exists()


def weights(folder: Path) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    files = sorted(folder.rglob("*.safetensors"))
    assert files
    return {
        f"{file.relative_to(folder)}:{name}": value
        for file in files
        for name, value in load_file(file).items()
    }


def test_dense_from_recipe_to_bundle(root, tmp_path):
    bundle = train(root, tmp_path, "dense")
    encoder = OnnxDenseEncoder(bundle, 1)
    vectors = encoder.encode_passages(TEXTS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0] * 3, abs=1e-5)
    ((_, (whole, parts)),) = encoder.model.batches(
        encoder.model.passage_rows(TEXTS[:1]), ["vectors", "token_vectors"]
    )
    assert parts.sum(axis=1) == pytest.approx(whole, abs=1e-5)


def test_cross_encoder_from_recipe_to_bundle(root, tmp_path):
    bundle = train(root, tmp_path, "cross-encoder", more=NEGATIVES)
    scores = OnnxCrossEncoder(bundle, 1).score("the cat", TEXTS)
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()
    gate = read_manifest(bundle).quality["animals train, BM25 head"]
    assert 0.0 <= gate["int8"]["ndcg@10"] <= 1.0
    mined = list((tmp_path / "run" / "negatives").glob("*.jsonl"))
    assert len(mined) == 1
    assert len(mined[0].read_text().splitlines()) == len(SUBJECTS)


def test_cross_encoder_on_the_lowest_layers_of_a_backbone_without_types(root, tmp_path):
    from sentence_transformers import CrossEncoder

    more = NEGATIVES + "\n[cross_encoder]\nlayers = 2\n"
    bundle = train(root, tmp_path, "cross-encoder", "fp32", more, base="roberta")
    trained = CrossEncoder(str(tmp_path / "run" / "model"), device="cpu", trust_remote_code=True)
    assert len(trained[0].model.encoder.layer) == 2
    expected = trained.predict([("where does the cat sleep", text) for text in TEXTS])
    scores = OnnxCrossEncoder(bundle, 1).score("where does the cat sleep", TEXTS)
    np.testing.assert_allclose(scores, expected, atol=1e-4)
    assert np.ptp(scores) > 1e-3


def test_cross_encoder_with_a_classifier(root, tmp_path):
    more = NEGATIVES + '\n[cross_encoder]\nhead = "classification"\n'
    bundle = train(root, tmp_path, "cross-encoder", "fp32", more)
    assert np.isfinite(OnnxCrossEncoder(bundle, 1).score("the cat", TEXTS)).all()


def test_a_killed_run_resumes_to_the_same_model(root, tmp_path):
    import json

    from pipelines.train import run

    recipe = write_recipe(tmp_path, "sparse", "fp32", steps=3)
    run(recipe, tmp_path / "whole", root, export=False)
    shutil.copytree(tmp_path / "whole", tmp_path / "killed")
    for name in ("manifest.json", "model", "checkpoints/checkpoint-2", "checkpoints/checkpoint-3"):
        path = tmp_path / "killed" / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    run(recipe, tmp_path / "killed", root, export=False)
    assert json.loads((tmp_path / "killed" / "manifest.json").read_text())["steps"] == 3
    first, second = (_weights(tmp_path / name / "model") for name in ("whole", "killed"))
    assert first.keys() == second.keys()
    for name, value in first.items():
        assert np.allclose(value, second[name], atol=1e-5), name


def test_a_folder_of_another_recipe_is_refused(root, tmp_path):
    from pipelines.train import run

    run(write_recipe(tmp_path, "dense", steps=1), tmp_path / "run", root, export=False)
    (tmp_path / "run" / "manifest.json").unlink()
    with pytest.raises(BadInputError, match="another recipe"):
        run(write_recipe(tmp_path, "dense", steps=2), tmp_path / "run", root, export=False)


def test_missing_data_is_found_before_training(root, tmp_path):
    from pipelines.train import run

    recipe = write_recipe(tmp_path, "sparse", more='\n[[data]]\npath = "nowhere"\n')
    with pytest.raises(NotFoundError, match="nowhere"):
        run(recipe, tmp_path / "run", root)
    assert not (tmp_path / "run").exists()


def test_a_missing_base_model_is_found_before_training(root, tmp_path):
    from pipelines.train import run

    recipe = write_recipe(tmp_path, "sparse")
    recipe.write_text(recipe.read_text().replace('"bert"', '"no-such-model"'))
    with pytest.raises(NotFoundError, match="no-such-model"):
        run(recipe, tmp_path / "run", root)


def test_an_unfinished_run_is_not_exported(root, tmp_path):
    from pipelines.export import run as export_run
    from pipelines.train import run

    run(write_recipe(tmp_path, "dense", steps=1), tmp_path / "run", root, export=False)
    (tmp_path / "run" / "manifest.json").unlink()
    with pytest.raises(BadInputError, match="not finished"):
        export_run(tmp_path / "run", tmp_path / "bundle")


def test_a_checkpoint_is_exported_with_notes_for_its_card(root, tmp_path):
    from typer.testing import CliRunner

    from pipelines.train import run
    from search_app.cli.main import app

    run(write_recipe(tmp_path, "dense", "fp32", steps=2), tmp_path / "run", root, export=False)
    notes = tmp_path / "notes.md"
    notes.write_text("## Tried\n\nTwo steps.\n", encoding="utf-8")

    def export(*more: str):
        return CliRunner().invoke(
            app, ["export", str(tmp_path / "run"), "-o", str(tmp_path / "bundle"), *more]
        )

    for more, said in [
        (("--checkpoint", "7"), "no checkpoint of step 7.*one of 1, 2"),
        (("--notes", str(tmp_path / "nowhere.md")), "nowhere.md cannot be read"),
    ]:
        refused = export(*more)
        assert refused.exit_code != 0
        assert re.search(said, f"{refused.output} {refused.exception}", re.DOTALL)
        assert not (tmp_path / "bundle").exists()
    done = export("--checkpoint", "1", "--notes", str(notes))
    assert done.exit_code == 0, done.output
    assert "Two steps." in (tmp_path / "bundle" / "README.md").read_text(encoding="utf-8")
    kept = [OnnxDenseEncoder(tmp_path / "bundle", 1).encode_passages(TEXTS)]
    shutil.rmtree(tmp_path / "bundle")
    assert export().exit_code == 0
    kept.append(OnnxDenseEncoder(tmp_path / "bundle", 1).encode_passages(TEXTS))
    assert not np.allclose(*kept, atol=1e-6), "another step, other weights"


def _weights(folder: Path) -> dict[str, np.ndarray]:
    from safetensors.numpy import load_file

    return {
        f"{path.relative_to(folder)}:{name}": value
        for path in sorted(folder.rglob("*.safetensors"))
        for name, value in load_file(path).items()
    }
