"""Where the models lie that a recipe's `start` names."""

from pathlib import Path

from pipelines.base_model import is_model_folder
from pipelines.recipe import Recipe
from search_app.bundles import is_bundle, locate_bundle
from search_app.bundles.locate import shipped_bundles
from search_app.errors import NotFoundError


def locate_starts(recipe: Recipe, root: Path) -> list[Path]:
    """Return the folders of the recipe's `start`; empty for a recipe that starts from its base model.

    Args:
        recipe: `start` is a model folder, a run folder that has one, or a bundle (a folder, the name of a
            shipped one, or owner/name@revision on the hub), or several of them.
        root: Its paths start here, or in the current folder.

    Raises:
        NotFoundError: When there is no model in one of them.
    """
    return [_locate(name, root) for name in recipe.starts]


def _locate(name: str, root: Path) -> Path:
    named = (root / name, Path(name).expanduser())
    for folder in named:
        for model in (folder / "model", folder):
            if is_model_folder(model) or is_bundle(model):
                return model
    if "@" in name or name in shipped_bundles():
        return locate_bundle(name)
    raise NotFoundError(
        f"start = {name!r} has no model ({', '.join(str(folder) for folder in named)})",
        "a finished run folder, a model folder or a bundle",
        "train the recipe it comes from first",
    )
