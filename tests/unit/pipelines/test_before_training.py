import importlib

import pytest
from fixtures.tiny_training import write_tiny_bert

from pipelines.data.pair_file import TrainingPair
from pipelines.families.dense.family import DenseFamily
from pipelines.families.dense.options import DenseOptions
from pipelines.plan import Plan
from pipelines.recipe import Negatives, Recipe, Training
from search_app.errors import BadInputError, SearchAppError, UnavailableError

pytest.importorskip("transformers")


def recipe(**changes):
    training = Training(batch_size=64, passage_tokens=32)
    return Recipe(name="r", kind="dense", base_model="m", training=training, **changes)


@pytest.fixture(scope="module")
def backbone(tmp_path_factory):
    from transformers import AutoModel, AutoTokenizer

    folder = write_tiny_bert(tmp_path_factory.mktemp("bert"))
    return AutoModel.from_pretrained(folder), AutoTokenizer.from_pretrained(folder)


def test_a_batch_that_cannot_fit_is_refused_with_both_sizes(backbone, monkeypatch):
    from pipelines.train import memory

    mixture = {"a": [TrainingPair("cat", "the cat eats grass")]}
    memory.check_memory(recipe(), backbone[0], mixture, backbone[1])
    monkeypatch.setattr(memory, "_free_bytes", lambda: 2**20)
    with pytest.raises(BadInputError, match="a batch of 64 needs at least .* GiB.*Lower training.batch_size"):
        memory.check_memory(recipe(), backbone[0], mixture, backbone[1])


def test_negatives_need_more_and_a_cached_loss_less(backbone):
    from pipelines.train.memory import needed_bytes

    plain = needed_bytes(recipe(), backbone[0], 32.0)
    assert needed_bytes(recipe(negatives=Negatives(per_query=3)), backbone[0], 32.0) > plain
    assert needed_bytes(recipe(dense=DenseOptions(loss="cached")), backbone[0], 32.0) < plain


def test_running_out_of_memory_is_a_message():
    import torch

    from pipelines.train.memory import told_when_memory_ends

    with pytest.raises(SearchAppError, match="ran out of memory"), told_when_memory_ends():
        raise torch.OutOfMemoryError("CUDA out of memory")


def test_a_model_of_an_unreachable_hub_is_one_sentence(monkeypatch):
    import huggingface_hub

    from pipelines.base_model import check_hub_model

    def offline(*_, **__):
        raise OSError("no connection\nand a long story")

    monkeypatch.setattr(huggingface_hub, "hf_hub_download", offline)
    with pytest.raises(UnavailableError, match="owner/name cannot be read from the hub \\(no connection\\)"):
        check_hub_model("owner/name")


def test_a_query_is_cut_at_a_token(backbone):
    from pipelines.data.query_window import cut_queries

    pairs = [TrainingPair("the cat eats the grass", "p"), TrainingPair("cat", "p")]
    found = cut_queries({"a": pairs}, backbone[1], 5)["a"]
    assert [pair.query for pair in found] == ["the cat eats", "cat"]


def test_nano_beir_without_a_hub_is_one_sentence(monkeypatch, tmp_path):
    from pipelines.train import evaluator

    def offline(*_, **__):
        raise ConnectionError("no route")

    monkeypatch.setattr(DenseFamily, "nano_beir", offline)
    asked = Recipe(
        name="r", kind="dense", base_model="m", training=Training(evaluate_steps=1, nano_beir=["scifact"])
    )
    with pytest.raises(UnavailableError, match="NanoBEIR scifact cannot be read \\(no route\\)"):
        evaluator.develop_evaluator(Plan(asked, tmp_path / "r.toml", tmp_path, ""))


def test_layers_of_a_head_that_keeps_them_all_are_refused(tmp_path):
    from pipelines.train.run import run

    path = tmp_path / "r.toml"
    path.write_text(
        'name = "r"\nkind = "cross-encoder"\nbase_model = "m"\n[training]\n[negatives]\n'
        '[cross_encoder]\nlayers = 2\nhead = "classification"\nloss = "bce"\n[[data]]\npath = "d"\n'
    )
    with pytest.raises(BadInputError, match=r"cross_encoder.layers for the head 'classification'"):
        run(path, tmp_path / "run", tmp_path)
    assert not (tmp_path / "run").exists()


def test_a_recipe_whose_bundle_could_not_be_gated_is_refused(tmp_path, monkeypatch):
    module = importlib.import_module("pipelines.train.run")
    monkeypatch.setattr(module, "check", lambda *_: "m")
    path = tmp_path / "r.toml"
    path.write_text('name = "r"\nkind = "dense"\nbase_model = "m"\n[training]\n[[data]]\npath = "d"\n')
    with pytest.raises(BadInputError, match=r"no development set.*\[\[develop\]\]"):
        module.run(path, tmp_path / "run", tmp_path)
    assert not (tmp_path / "run").exists()
