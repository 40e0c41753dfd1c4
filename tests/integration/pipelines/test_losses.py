"""Every loss and head on a model of two layers: it trains, reports, and what can be served is exported."""

import json
from pathlib import Path

import numpy as np
import pytest
from fixtures.tiny_training import SUBJECTS, write_tiny_beir, write_tiny_bert

from search_app.bundles import read_manifest
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.errors import BadInputError, SearchAppError

pytest.importorskip("sentence_transformers")

TEXTS = ["the cat eats grass", "the dog sleeps in the barn"]
RECIPE = """
name = "tiny"
kind = "{kind}"
base_model = "bert"
seed = 7
{tables}
[training]
max_steps = 2
batch_size = 4
learning_rate = 1e-3
passage_tokens = 32
save_steps = 2
log_steps = 1
{training}
[export]
max_tokens = 32
max_query_tokens = 16
precision = "fp32"

[[data]]
path = "animals"

[[develop]]
path = "animals"
split = "train"
"""
NEGATIVES = '[negatives]\nper_query = 2\nlanes = ["bm25"]\n'
TAUGHT = NEGATIVES + '[distillation]\nteachers = ["teacher", "teacher"]\nscale = 0.5\n'


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    from sentence_transformers import CrossEncoder

    folder = tmp_path_factory.mktemp("losses")
    write_tiny_bert(folder / "bert")
    write_tiny_beir(folder / "animals")
    CrossEncoder(str(folder / "bert"), num_labels=1, max_length=32).save(str(folder / "teacher"))
    return folder


def train(root: Path, folder: Path, kind: str, tables: str, training: str = "", export: bool = False) -> Path:
    from pipelines.train import run

    recipe = folder / "recipe.toml"
    recipe.write_text(RECIPE.format(kind=kind, tables=tables, training=training), encoding="utf-8")
    return run(recipe, folder / "run", root, export).path


def curves(run: Path) -> list[dict]:
    return [json.loads(line) for line in (run / "curves.jsonl").read_text().splitlines()]


def losses(run: Path) -> list[float]:
    return [row["loss"] for row in curves(run) if "loss" in row]


def test_a_cached_loss_is_the_loss_of_the_whole_batch(root):
    import torch

    from pipelines.families.dense.options import DenseOptions
    from pipelines.families.dense.training import build_dense_encoder, ranking_loss
    from pipelines.recipe import Recipe, Training

    training = Training(mini_batch_size=3)
    recipe = Recipe(name="r", kind="dense", base_model="bert", training=training)
    model = build_dense_encoder(recipe, str(root / "bert")).eval()
    columns = [
        [f"where does the {name} sleep" for name in SUBJECTS],
        [f"the {name} eats" for name in SUBJECTS],
    ]
    found = []
    for loss in ("in-batch", "cached"):
        changed = recipe.model_copy(update={"options": DenseOptions(loss=loss)})
        features = [model.preprocess(texts) for texts in columns]
        found.append(ranking_loss(changed, model)(features, torch.zeros(0)).item())
    assert found[0] == pytest.approx(found[1], rel=1e-4)


def test_a_cross_encoder_learns_the_mean_score_of_its_teachers(root, tmp_path):
    options = '[cross_encoder]\nloss = "mse"\nhead = "classification"\n'
    run = train(root, tmp_path, "cross-encoder", options + TAUGHT)
    assert np.isfinite(losses(run)).all()


def test_scores_of_the_teachers_are_kept_and_can_be_trained_on_again(root, tmp_path):
    run = train(root, tmp_path, "sparse", '[sparse]\nloss = "margin-mse"\n' + TAUGHT)
    (file,) = (run / "scores").glob("*.jsonl")
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(rows) == len(SUBJECTS)
    assert all(len(row["scores"]) == 3 for row in rows)
    again = (
        (tmp_path / "recipe.toml")
        .read_text()
        .replace('path = "animals"\n\n[[dev', f'path = "{file}"\nformat = "triples"\n\n[[dev')
    )
    (tmp_path / "again.toml").write_text(again.replace('teachers = ["teacher", "teacher"]', ""))
    from pipelines.train import run as train_again

    second = train_again(tmp_path / "again.toml", tmp_path / "again", root, export=False)
    assert not (second.path / "scores").exists()
    assert np.isfinite(losses(second.path)).all()


def test_a_bi_encoder_learns_the_vectors_of_another_with_its_own_pooling(root, tmp_path):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    teacher = SentenceTransformer(modules=[Transformer(str(root / "bert")), Pooling(32, "cls"), Normalize()])
    teacher.save(str(tmp_path / "first-token"))
    options = f'[dense]\nloss = "embedding"\n[distillation]\nteachers = ["{tmp_path / "first-token"}"]\n'
    run = train(root, tmp_path, "dense", options, "warmup_ratio = 0.0", export=True)
    (file,) = (run / "vectors").glob("*.npy")
    kept = np.load(file)
    assert kept.shape == (len(SUBJECTS), 2, 32)
    texts = ["where does the cat sleep"]
    assert abs(kept[:, 0].astype(np.float32) @ teacher.encode(texts)[0]).max() == pytest.approx(1, abs=0.01)
    learned = SentenceTransformer(str(run / "model")).encode(texts)
    before = SentenceTransformer(modules=[Transformer(str(root / "bert")), Pooling(32, "mean"), Normalize()])
    assert learned @ teacher.encode(texts).T > before.encode(texts) @ teacher.encode(texts).T


def test_a_teacher_of_another_size_is_refused(root, tmp_path):
    wide = write_tiny_bert(tmp_path / "wide", width=64)
    options = f'[dense]\nloss = "embedding"\n[distillation]\nteachers = ["{wide}"]\n'
    with pytest.raises(BadInputError, match="64 dimensions, the student's 32"):
        train(root, tmp_path, "dense", options)


def test_splade_from_a_masked_lm_head_to_a_bundle(root, tmp_path):
    options = '[sparse]\nhead = "mlm"\ninference_free = false\nquery_flops = 1e-4\n'
    run = train(root, tmp_path, "sparse", options, "evaluate_steps = 1", export=True)
    rows = curves(run)
    assert any("eval_animals-train_dot_ndcg@10" in row for row in rows)
    assert all(row["active_dimensions"] > 0 for row in rows if "loss" in row)
    assert "query_weights.npy" not in read_manifest(run / "bundle").files
    encoder = OnnxSparseEncoder(run / "bundle", 1)
    (query,) = encoder.encode_queries(["where does the cat sleep"])
    ids = {encoder.token(int(index)) for index in query.indices}
    assert "cat" in ids, "the identity start says the token it stands on"


def test_splade_with_inference_free_queries(root, tmp_path):
    from pipelines.plan import make_plan

    run = train(root, tmp_path, "sparse", '[sparse]\nhead = "mlm"\n')
    plan = make_plan(run / "recipe.toml")
    found = plan.family.serving.graph(run / "model", plan.recipe)
    assert found.arrays["query_weights.npy"].shape == (found.dimension,)


def test_csr_to_a_bundle_of_fixed_sparsity(root, tmp_path):
    options = '[sparse]\nhead = "csr"\nlatents = 128\nlatents_active = 8\n'
    run = train(root, tmp_path, "sparse", options, export=True)
    encoder = OnnxSparseEncoder(run / "bundle", 1)
    assert encoder.dimension == 128
    vectors = encoder.encode_passages(TEXTS)
    assert all(0 < vector.indices.size <= 8 for vector in vectors)
    assert encoder.token(int(vectors[0].indices[0])).startswith("latent")


def test_the_graph_of_a_cls_vector_gives_what_was_trained(root, tmp_path):
    import torch
    from sentence_transformers import SentenceTransformer

    from pipelines.plan import make_plan

    options = '[dense]\npooling = "cls"\nnormalise = false\nscore_scale = 1.0\n'
    run = train(root, tmp_path, "dense", options, "evaluate_steps = 2")
    assert any("eval_animals-train_cosine_ndcg@10" in row for row in curves(run))
    model = SentenceTransformer(str(run / "model"), device="cpu")
    rows = model.tokenizer(TEXTS, padding=True, return_tensors="pt")
    plan = make_plan(run / "recipe.toml")
    graph = plan.family.serving.graph(run / "model", plan.recipe).graph
    with torch.no_grad():
        vectors, parts = graph(rows["input_ids"], rows["attention_mask"])
    assert vectors.numpy() == pytest.approx(model.encode(TEXTS), abs=1e-5)
    assert parts.sum(dim=1).numpy() == pytest.approx(vectors.numpy(), abs=1e-6)


def test_a_cross_encoder_is_measured_while_training(root, tmp_path):
    options = '[cross_encoder]\nhead = "classification"\n' + NEGATIVES
    run = train(root, tmp_path, "cross-encoder", options, "evaluate_steps = 1")
    assert any("eval_animals-train_ndcg@10" in row for row in curves(run))


def test_collapsed_vectors_stop_the_run(root, tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.families.sparse.active_dimensions.PATIENCE", 2)
    with pytest.raises(SearchAppError, match="active dimensions.*document_flops"):
        train(root, tmp_path, "sparse", '[sparse]\nhead = "mlm"\nmin_active = 1101\n')
    assert not (tmp_path / "run" / "manifest.json").exists()


@pytest.mark.parametrize(
    ("kind", "tables", "said"),
    [
        ("dense", '[dense]\nloss = "margin-mse"\n', "lacks \\[negatives\\]"),
        ("dense", '[dense]\nloss = "margin-mse"\n' + NEGATIVES, "lacks \\[distillation\\]"),
        ("cross-encoder", "", "lacks \\[negatives\\]"),
        ("dense", '[dense]\nloss = "margin-mse"\n' + TAUGHT.replace('"teacher"', '"nobody"'), "nobody"),
        ("dense", '[dense]\nloss = "embedding"\n', "names no teacher"),
    ],
)
def test_a_loss_without_its_targets_is_found_before_training(root, tmp_path, kind, tables, said):
    with pytest.raises(SearchAppError, match=said):
        train(root, tmp_path, kind, tables)
    assert not (tmp_path / "run").exists()


def test_pairs_without_the_negatives_that_were_asked_for_are_counted_as_none(root, tmp_path):
    with pytest.raises(BadInputError, match="no usable pair|zero usable pairs"):
        train(root, tmp_path, "dense", NEGATIVES.replace("per_query = 2", "per_query = 40"))
