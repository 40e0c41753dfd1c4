"""The dense bundle that is shipped: all-MiniLM-L6-v2 as its authors trained it."""

from pathlib import Path

from pipelines.base_model import locate_base_model
from pipelines.evaluate.develop_set import JudgedSet
from pipelines.export.publish import publish
from pipelines.export.trained import load_trained
from pipelines.recipe import SHIPPED, load_recipe, recipe_hash
from search_app.bundles.manifest import BundleManifest

RECIPE = SHIPPED / "dense-minilm.toml"


def export_minilm(
    output: Path, precision: str = "int8", develop: list[JudgedSet] | None = None, notes: str = ""
) -> BundleManifest:
    """Write all-MiniLM-L6-v2 as a bundle.

    Args:
        output: A new folder.
        precision: "fp32" needs no development set.
        develop: Sets that the 8-bit form is gated on.
        notes: For the card.
    """
    recipe = load_recipe(RECIPE)
    folder = Path(locate_base_model(recipe.base_model, Path()))
    model = load_trained(folder, recipe, recipe_hash(RECIPE))
    return publish(model, output, develop or [], notes, precision)
