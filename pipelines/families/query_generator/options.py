"""The table [query_generator] of a recipe."""

from typing import Literal

from pipelines.families.options import FamilyOptions


class QueryGeneratorOptions(FamilyOptions):
    """The generator's loss.

    Attributes:
        loss: "likelihood": the cross-entropy of the query's tokens.
    """

    loss: Literal["likelihood"] = "likelihood"
