"""Bundles of base models as their authors trained them."""

from pathlib import Path

from pipelines.base_model import check_hub_model
from pipelines.export.publish import publish
from pipelines.plan import make_plan
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
    plan = make_plan(recipe_path)
    recipe, serving = plan.recipe, plan.family.serving
    if serving is None or not serving.base_models or recipe.training is not None or recipe.starts:
        raise BadInputError(
            f"recipe {recipe.name!r} has something to train",
            "the folder of its finished run, or a dense recipe without [training]",
            f"search-app train {recipe_path} -o RUN, then search-app export RUN",
        )
    return publish(plan, _folder(plan.base_model), output, notes)


def _folder(model: str) -> Path:
    if Path(model).is_dir():
        return Path(model)
    check_hub_model(model)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(model, allow_patterns=["*.json", "*.safetensors", "*.txt"]))
