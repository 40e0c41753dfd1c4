"""What a recipe says to its family alone."""

from typing import TYPE_CHECKING, Self

from pipelines.recipe_sections import Section

if TYPE_CHECKING:
    from pipelines.recipe import Recipe


class FamilyOptions(Section):
    """The table of a recipe that bears the family's name.

    Attributes:
        loss: Name of the loss.
    """

    loss: str

    @classmethod
    def of(cls, recipe: "Recipe") -> Self:
        """Return the recipe's options.

        Raises:
            TypeError: When the recipe is of another family.
        """
        if not isinstance(recipe.options, cls):
            raise TypeError(f"a recipe of kind {recipe.kind} has no {cls.__name__}")
        return recipe.options
