"""Going on from what an earlier run has trained."""

import pytest

from pipelines.recipe import Recipe
from pipelines.train.start import load_start, locate_start
from search_app.errors import BadInputError, NotFoundError


def recipe(**more) -> Recipe:
    return Recipe(name="r", kind="sparse", base_model="bert", **more)


def test_a_run_folder_or_its_model_folder_will_do(tmp_path):
    model = tmp_path / "run" / "model"
    model.mkdir(parents=True)
    (model / "modules.json").write_text("[]")
    assert locate_start(recipe(), tmp_path) is None
    assert locate_start(recipe(start="run"), tmp_path) == model
    assert locate_start(recipe(start="run/model"), tmp_path) == model


def test_a_folder_without_a_model_is_said_to_have_none(tmp_path):
    (tmp_path / "run").mkdir()
    with pytest.raises(NotFoundError, match=r"'run' has no model.*Train the recipe it comes from first"):
        locate_start(recipe(start="run"), tmp_path)


def test_a_model_of_another_kind_is_refused(tmp_path):
    (tmp_path / "modules.json").write_text("[]")
    with pytest.raises(BadInputError, match="is no sparse model"):
        load_start(recipe(start="."), tmp_path)
