from pathlib import Path

import pytest

from pipelines.plan import make_plan
from pipelines.recipe import SHIPPED, load_recipe
from search_app.errors import BadInputError, NotFoundError

VALID = 'name = "r"\nkind = "sparse"\nbase_model = "m"\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "recipe.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_recipes_load_by_file_and_by_name(path):
    assert load_recipe(path) == load_recipe(Path(path.stem))
    assert load_recipe(path).name == path.stem


def test_a_recipe_keeps_its_defaults(tmp_path):
    recipe = load_recipe(write(tmp_path, VALID + "[training]\nmax_steps = 3\n"))
    assert recipe.training.max_steps == 3
    assert recipe.training.batch_size == 32


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (VALID + "colour = 1\n", "unknown key 'colour'"),
        (VALID + "[training]\nlearning_rat = 1.0\n", "unknown key 'training.learning_rat'"),
        (VALID + '[training]\nbatch_size = "many"\n', "training.batch_size is 'many'"),
        (VALID + "[training]\nbatch_size = 0\n", "training.batch_size is 0"),
        (VALID.replace("sparse", "dance"), "kind is 'dance'"),
        (VALID.replace("sparse", "dance"), "one of dense, sparse, cross-encoder, query-generator"),
        (VALID + "[dense]\nnormalise = true\n", "unknown key 'dense'"),
        (VALID + "[sparse]\nhat = 1\n", "unknown key 'sparse.hat'"),
        (VALID + '[sparse]\nloss = "mse"\n', "sparse.loss is 'mse'"),
        (VALID + "[sparse]\nlatents = 0\n", "sparse.latents is 0"),
        ('name = "r"\nkind = "sparse"\n', "lacks the key 'base_model'"),
        ("name = \n", "not TOML"),
        (VALID + '[[data]]\npath = "x"\nformat = "csv"\n', "data.0.format is 'csv'"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path, text, said):
    with pytest.raises(BadInputError, match="recipe") as caught:
        load_recipe(write(tmp_path, text))
    assert said in str(caught.value)


def test_an_unknown_key_lists_the_known_ones(tmp_path):
    with pytest.raises(BadInputError, match="batch_size, epochs"):
        load_recipe(write(tmp_path, VALID + "[training]\nlearning_rat = 1.0\n"))
    with pytest.raises(BadInputError, match="one of .*frequency, head, inference_free"):
        load_recipe(write(tmp_path, VALID + "[sparse]\nhat = 1\n"))
    with pytest.raises(BadInputError, match="one of (?!.*(dense|options)).*seed, sparse, start"):
        load_recipe(write(tmp_path, VALID + "[dense]\n"))


def test_a_missing_recipe_lists_the_shipped_ones(tmp_path):
    with pytest.raises(NotFoundError, match="dense-minilm"):
        load_recipe(tmp_path / "nothing.toml")


def test_the_hash_is_of_the_bytes(tmp_path):
    first = make_plan(write(tmp_path, VALID)).digest
    assert first != make_plan(write(tmp_path, VALID + "# a comment\n")).digest
