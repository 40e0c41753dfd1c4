"""Where the models lie that a recipe's `start` names."""

from pathlib import Path

from pipelines.base_model import is_model_folder
from pipelines.recipe import Recipe
from search_app.errors import NotFoundError


def locate_starts(recipe: Recipe, root: Path) -> list[Path]:
    """Return the folders of the recipe's `start`; empty for a recipe that starts from its base model.

    Args:
        recipe: `start` is a model folder, or a run folder that has one, or several of them.
        root: Its paths start here, or in the current folder.

    Raises:
        NotFoundError: When there is no model in one of them.
    """
    return [_locate(name, root) for name in recipe.starts]


def _locate(name: str, root: Path) -> Path:
    named = (root / name, Path(name))
    for folder in named:
        for model in (folder / "model", folder):
            if is_model_folder(model):
                return model
    raise NotFoundError(
        f"start = {name!r} has no model ({', '.join(str(folder) for folder in named)})",
        "a finished run folder or a model folder",
        "train the recipe it comes from first",
    )
