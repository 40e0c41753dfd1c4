"""Going on from what earlier runs have trained."""

from pathlib import Path

import pytest
import torch
from fixtures.tiny_training import write_tiny_bert
from safetensors.torch import load_file, save_file

from pipelines.architectures.lexical_head import LexicalHead
from pipelines.families.sparse.build import build_sparse_encoder
from pipelines.families.sparse.options import SparseOptions
from pipelines.plan import Plan, locate_starts
from pipelines.recipe import Recipe
from pipelines.runs.reproduce import reproduce_run
from pipelines.train import run
from pipelines.train.start import load_starts
from search_app.bundles import locate_bundle
from search_app.errors import BadInputError, NotFoundError, SearchAppError


def recipe(**more) -> Recipe:
    return Recipe(name="r", kind="sparse", base_model="bert", **more)


def plan(root: Path, **more) -> Plan:
    return Plan(recipe(**more), root / "r.toml", root, "")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """Two models of one architecture, and one of another."""
    folder = tmp_path_factory.mktemp("trained")
    write_tiny_bert(folder / "bert")
    for name, value in (("first", 0.0), ("second", 1.0)):
        model = build_sparse_encoder(recipe(), str(folder / "bert"), ["the cat sleeps"])
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.fill_(value)
        model.save(str(folder / name))
    build_sparse_encoder(
        recipe(sparse=SparseOptions(head="mlm", inference_free=False)), str(folder / "bert"), []
    ).save(str(folder / "other"))
    return folder


def test_a_run_folder_or_its_model_folder_will_do(tmp_path):
    model = tmp_path / "run" / "model"
    model.mkdir(parents=True)
    (model / "modules.json").write_text("[]")
    assert locate_starts(recipe(), tmp_path) == []
    assert locate_starts(recipe(start="run"), tmp_path) == [model]
    assert locate_starts(recipe(start=["run", "run/model"]), tmp_path) == [model, model]


def test_a_run_below_the_current_folder_will_do(tmp_path, monkeypatch):
    model = tmp_path / "runs" / "first" / "model"
    model.mkdir(parents=True)
    (model / "modules.json").write_text("[]")
    monkeypatch.chdir(tmp_path)
    (found,) = locate_starts(recipe(start="runs/first"), tmp_path / "data")
    assert found.resolve() == model


def test_a_folder_without_a_model_is_said_to_have_none(tmp_path):
    (tmp_path / "run").mkdir()
    with pytest.raises(NotFoundError, match=r"'run' has no model.*Train the recipe it comes from first"):
        locate_starts(recipe(start="run"), tmp_path)


def test_a_bundle_goes_by_its_folder_or_its_shipped_name(tmp_path):
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "bundle.json").write_text("{}")
    assert locate_starts(recipe(start="bundle"), tmp_path) == [tmp_path / "bundle"]
    assert locate_starts(recipe(start="sparse"), tmp_path) == [locate_bundle("sparse")]


def test_a_bundle_of_the_hub_that_cannot_be_fetched_is_said_so(tmp_path, monkeypatch):
    import huggingface_hub

    def unreachable(repository, revision):
        raise OSError("no network")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", unreachable)
    with pytest.raises(NotFoundError, match=r"at revision abc could not be fetched \(no network\)"):
        locate_starts(recipe(start="owner/name@abc"), tmp_path)


def test_a_model_of_another_kind_is_refused(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(BadInputError, match="is no sparse model"):
        load_starts(plan(tmp_path, start="."))


def test_several_starts_are_the_mean_of_their_weights(trained):
    model = load_starts(plan(trained, start=["first", "second"]))
    assert all(torch.all(parameter == 0.5) for parameter in model.parameters())


def test_factors_that_the_recipe_gives_replace_learned_ones(trained):
    model = load_starts(plan(trained, start="first", sparse=SparseOptions(frequency=0.25)))
    head = next(module for module in model.modules() if isinstance(module, LexicalHead))
    assert head.frequency.item() == 0.25
    assert head.length.item() == 0.0


def test_models_of_other_shapes_have_no_mean(trained):
    with pytest.raises(BadInputError, match="other weights than"):
        load_starts(plan(trained, start=["first", "other"]))


def test_a_mean_is_a_run_that_can_be_reproduced(trained, tmp_path):
    path = tmp_path / "mean.toml"
    path.write_text('name = "mean"\nkind = "sparse"\nbase_model = "bert"\nstart = ["first", "second"]\n')
    folder = run(path, tmp_path / "run", trained, export=False)
    starts = {"first", "second"}
    assert {Path(name).parts[0] for name in folder.receipt()["data"]} == starts
    assert reproduce_run(folder.path).largest_weight_difference == 0.0
    for file in folder.model.rglob("*.safetensors"):
        save_file({name: value + 1 for name, value in load_file(file).items()}, file, {"format": "pt"})
    with pytest.raises(SearchAppError, match="not reproduced: a weight differs by 100"):
        reproduce_run(folder.path)


def test_one_start_and_nothing_to_train_is_refused(trained, tmp_path):
    path = tmp_path / "one.toml"
    path.write_text('name = "one"\nkind = "sparse"\nbase_model = "bert"\nstart = "first"\n')
    with pytest.raises(BadInputError, match=r"nothing to train on.*several runs in start"):
        run(path, tmp_path / "run", trained)
    assert not (tmp_path / "run").exists()
