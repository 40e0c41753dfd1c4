"""Going on from a model that an earlier run has trained, in place of an untrained head."""

from pathlib import Path
from typing import Any

from sentence_transformers import CrossEncoder, SentenceTransformer, SparseEncoder

from pipelines.base_model import is_model_folder
from pipelines.recipe import Recipe
from pipelines.train.query_generator import load_query_generator
from search_app.errors import BadInputError, NotFoundError

LOADERS = {"dense": SentenceTransformer, "sparse": SparseEncoder, "cross-encoder": CrossEncoder}


def locate_start(recipe: Recipe, root: Path) -> Path | None:
    """Return the folder of the recipe's `start`, or None for a recipe that starts from its base model.

    Args:
        recipe: `start` is a model folder, or a run folder that has one.
        root: Its paths start here.

    Raises:
        NotFoundError: When there is no model in that folder.
    """
    if recipe.start is None:
        return None
    named = root / recipe.start
    for folder in (named / "model", named):
        if is_model_folder(folder):
            return folder
    raise NotFoundError(
        f"start = {recipe.start!r} has no model ({named})",
        "a finished run folder or a model folder",
        "train the recipe it comes from first",
    )


def load_start(recipe: Recipe, folder: Path) -> Any:
    """Load a trained model of the recipe's kind.

    Raises:
        BadInputError: When the folder's model is of another kind.
    """
    if recipe.kind == "query-generator":
        return load_query_generator(str(folder))
    try:
        # The heads are classes of this package, which the library counts as remote code.
        return LOADERS[recipe.kind](str(folder), local_files_only=True, trust_remote_code=True)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadInputError(
            f"start = {recipe.start!r} is no {recipe.kind} model ({error})",
            f"what a {recipe.kind} recipe trained",
        ) from error
