"""What a loss asks of the data."""

from pipelines.families import FAMILIES
from pipelines.recipe import Distillation, Recipe
from search_app.errors import BadInputError

DISTILLED = ("mse", "margin-mse")
EMBEDDING = "embedding"


def negatives_wanted(recipe: Recipe) -> int:
    """Negatives beside each relevant passage; 0 leaves it to the batch."""
    return recipe.negatives.per_query if recipe.negatives else 0


def label_scale(recipe: Recipe) -> float | None:
    """Factor of a teacher's scores, or None for a loss that takes none."""
    return (recipe.distillation or Distillation()).scale if recipe.options.loss in DISTILLED else None


def check_targets(recipe: Recipe) -> None:
    """Find a loss that lacks what it learns from.

    Raises:
        BadInputError: Names the table that is missing.
    """
    loss = recipe.options.loss
    if recipe.negatives is None and FAMILIES[recipe.kind].needs_negatives(recipe):
        raise BadInputError(
            f"recipe {recipe.name!r} lacks [negatives]",
            f"the loss {loss!r} learns from relevant against others",
        )
    if loss == EMBEDDING and (recipe.distillation is None or len(recipe.distillation.teachers) != 1):
        raise BadInputError(
            f"recipe {recipe.name!r} names no teacher",
            'the loss "embedding" learns the vectors of one bi-encoder',
            'add [distillation] with teachers = ["..."]',
        )
    if recipe.distillation is None and loss in DISTILLED:
        raise BadInputError(
            f"recipe {recipe.name!r} lacks [distillation]",
            f"the loss {loss!r} learns from the scores of teachers, or of the data where teachers is empty",
        )
