"""The table [cross_encoder] of a recipe."""

from typing import Literal

from pydantic import PositiveInt

from pipelines.families.options import FamilyOptions


class CrossEncoderOptions(FamilyOptions):
    """The cross-encoder's head and loss.

    Attributes:
        loss: "listwise" (ListNet), "lambda" (LambdaLoss), "bce" (binary cross-entropy, one relevant passage
            to k negatives), "mse" or "margin-mse" (scores of teachers).
        head: "interaction" (`pipelines.architectures.interaction_head`) or "classification" on [CLS].
        layers: Of the interaction head's backbone, keep so many, the lowest: in an encoder that pools by its
            first token, the states of the others lose their own meaning towards the end.
    """

    loss: Literal["listwise", "lambda", "bce", "mse", "margin-mse"] = "listwise"
    head: Literal["interaction", "classification"] = "interaction"
    layers: PositiveInt | None = None
