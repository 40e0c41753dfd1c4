"""What a loss asks of the data."""

from pipelines.recipe import Distillation, Recipe
from search_app.errors import BadInputError

DISTILLED = ("mse", "margin-mse")
EMBEDDING = "embedding"


def chosen_loss(recipe: Recipe) -> str:
    """The loss of the recipe's kind."""
    return {
        "dense": recipe.dense.loss,
        "sparse": recipe.sparse.loss,
        "cross-encoder": recipe.cross_encoder.loss,
        "query-generator": "likelihood",
    }[recipe.kind]


def negatives_wanted(recipe: Recipe) -> int:
    """Negatives beside each relevant passage; 0 leaves it to the batch."""
    return recipe.negatives.per_query if recipe.negatives else 0


def label_scale(recipe: Recipe, loss: str) -> float | None:
    """Factor of a teacher's scores, or None for a loss that takes none."""
    return (recipe.distillation or Distillation()).scale if loss in DISTILLED else None


def check_targets(recipe: Recipe) -> None:
    """Find a loss that lacks what it learns from.

    Raises:
        BadInputError: Names the table that is missing.
    """
    loss = chosen_loss(recipe)
    if recipe.negatives is None and (recipe.kind == "cross-encoder" or loss == "margin-mse"):
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
