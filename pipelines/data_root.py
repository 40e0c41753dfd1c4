"""Where the paths of a recipe start."""

import os
from pathlib import Path

from pipelines.recipe import Recipe

DATA_VARIABLE = "SEARCH_APP_TRAINING_DATA"


def find_data_root(recipe: Recipe, path: Path, given: Path | None = None) -> Path:
    """Return `given`, what the environment names, or the recipe's `data_root` seen from its file."""
    named = os.environ.get(DATA_VARIABLE)
    if given is not None:
        return given.resolve()
    return Path(named).resolve() if named else (path.parent / recipe.data_root).resolve()
