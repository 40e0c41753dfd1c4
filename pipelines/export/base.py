"""Bundles of base models as their authors trained them."""

from pathlib import Path

from pipelines.base_model import check_hub_model, locate_base_model
from pipelines.data_root import find_data_root
from pipelines.export.publish import publish
from pipelines.export.trained import load_trained
from pipelines.recipe import load_recipe, locate_recipe, recipe_hash
from search_app.bundles.manifest import BundleManifest
from search_app.errors import BadInputError


def export_recipe(recipe_path: Path, output: Path, notes: str = "") -> BundleManifest:
    """Write the base model of a recipe that trains nothing as a bundle, gated on the development sets.

    Args:
        recipe_path: A .toml file or the name of a shipped recipe; a base model of the hub is fetched.
        output: A new folder.
        notes: Markdown for the card.

    Raises:
        NotFoundError: When there is no such recipe, or its base model is missing.
        BadInputError: When the recipe has something to train.
        SearchAppError: When parity or the retrieval gate fails; nothing is written then.
    """
    from pipelines.judged.develop_sets import load_develop_sets

    path = locate_recipe(recipe_path)
    recipe = load_recipe(path)
    if recipe.kind != "dense" or recipe.training is not None or recipe.starts:
        raise BadInputError(
            f"recipe {recipe.name!r} has something to train",
            "the folder of its finished run, or a dense recipe without [training]",
            f"search-app train {recipe_path} -o RUN, then search-app export RUN",
        )
    root = find_data_root(recipe, path)
    folder = _folder(locate_base_model(recipe.base_model, root))
    develop = load_develop_sets(recipe, root) if recipe.export.precision == "int8" else []
    return publish(load_trained(folder, recipe, recipe_hash(path)), output, develop, notes)


def _folder(model: str) -> Path:
    if Path(model).is_dir():
        return Path(model)
    check_hub_model(model)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(model, allow_patterns=["*.json", "*.safetensors", "*.txt"]))
