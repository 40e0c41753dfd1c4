"""The development sets of a recipe."""

from pathlib import Path

from pipelines.judged.develop_set import JudgedSet, load_judged_set
from pipelines.recipe import Recipe


def load_develop_sets(recipe: Recipe, root: Path) -> list[JudgedSet]:
    """Read them all; a pool is drawn with the recipe's seed."""
    return [
        load_judged_set(root / entry.path, entry.split, entry.max_queries, entry.max_passages, recipe.seed)
        for entry in recipe.develop
    ]
