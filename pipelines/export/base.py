"""Bundles of base models as their authors trained them."""

from pathlib import Path

from pipelines.base_model import locate_base_model
from pipelines.evaluate.develop_set import JudgedSet
from pipelines.export.publish import publish
from pipelines.export.trained import load_trained
from pipelines.recipe import load_recipe, recipe_hash
from search_app.bundles.manifest import BundleManifest

MINILM = Path("dense-minilm")
"""The recipe of the dense bundle that is shipped."""


def export_base(
    recipe_path: Path,
    output: Path,
    precision: str = "int8",
    develop: list[JudgedSet] | None = None,
    notes: str = "",
) -> BundleManifest:
    """Write a recipe's base model as a bundle, without training.

    Args:
        recipe_path: A .toml file or the name of a shipped recipe, such as `MINILM`.
        output: A new folder.
        precision: "fp32" needs no development set.
        develop: Sets that the 8-bit form is gated on.
        notes: For the card.
    """
    recipe = load_recipe(recipe_path)
    folder = Path(locate_base_model(recipe.base_model, Path()))
    return publish(
        load_trained(folder, recipe, recipe_hash(recipe_path)), output, develop or [], notes, precision
    )
