"""The table [dense] of a recipe."""

from typing import Literal

from pydantic import PositiveFloat

from pipelines.families.options import FamilyOptions


class DenseOptions(FamilyOptions):
    """The bi-encoder's pooling and loss.

    Attributes:
        loss: "in-batch" (multiple negatives ranking, Henderson et al. 2017), "cached" (the same in large
            batches), "margin-mse" or "embedding" (the vectors of a teacher, by cosine).
        pooling: "mean" of the token states, or the "cls" token's.
        normalise: Scale vectors to length one.
        score_scale: Factor of the similarity in the loss.
    """

    loss: Literal["in-batch", "cached", "margin-mse", "embedding"] = "in-batch"
    pooling: Literal["mean", "cls"] = "mean"
    normalise: bool = True
    score_scale: PositiveFloat = 20.0
