import pytest

from pipelines.runs.folder import RunFolder
from search_app.errors import BadInputError

RECEIPT = {"data": {}}


@pytest.fixture
def recipes(tmp_path):
    for name in ("first", "mended"):
        (tmp_path / f"{name}.toml").write_text(f"name = {name!r}")
    return tmp_path


def test_a_mended_recipe_begins_anew_where_nothing_was_made(recipes):
    folder = RunFolder(recipes / "run")
    folder.start(recipes / "first.toml", RECEIPT)
    folder.start(recipes / "mended.toml", RECEIPT)
    assert (folder.path / "recipe.toml").read_text() == "name = 'mended'"


@pytest.mark.parametrize("made", ["negatives", "checkpoints", "model"])
def test_another_recipe_is_refused_where_something_was_made(recipes, made):
    folder = RunFolder(recipes / "run")
    folder.start(recipes / "first.toml", RECEIPT)
    (folder.path / made).mkdir()
    folder.start(recipes / "first.toml", RECEIPT)
    with pytest.raises(BadInputError, match="holds a run of another recipe"):
        folder.start(recipes / "mended.toml", RECEIPT)


def test_a_finished_run_of_another_recipe_is_refused(recipes):
    folder = RunFolder(recipes / "run")
    folder.start(recipes / "first.toml", RECEIPT)
    folder.finish({})
    folder.check_recipe(recipes / "first.toml")
    with pytest.raises(BadInputError, match="holds a run of another recipe"):
        folder.check_recipe(recipes / "mended.toml")
