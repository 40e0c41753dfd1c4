"""The query generator as a family: it trains, and is not served."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pipelines.families.family import ModelFamily
from pipelines.families.query_generator.options import QueryGeneratorOptions

if TYPE_CHECKING:
    from sentence_transformers.base.evaluation import BaseEvaluator
    from transformers import Trainer

    from pipelines.data.pair_file import TrainingPair
    from pipelines.recipe import Recipe


class QueryGeneratorFamily(ModelFamily):
    """See `pipelines.families.family.ModelFamily`."""

    name: ClassVar[str] = "query-generator"
    table: ClassVar[str] = "query_generator"
    options: ClassVar[type[QueryGeneratorOptions]] = QueryGeneratorOptions

    def build(self, recipe: "Recipe", base_model: str, texts: Iterable[str]) -> Any:
        """Return the generator before training; `texts` is not needed."""
        from pipelines.families.query_generator.training import load_query_generator

        return load_query_generator(base_model)

    def load(self, folder: Path) -> Any:
        """Load a saved generator."""
        from pipelines.families.query_generator.training import load_query_generator

        return load_query_generator(str(folder))

    def trainer(
        self,
        recipe: "Recipe",
        model: Any,
        mixture: "dict[str, list[TrainingPair]]",
        folder: Path,
        evaluator: "BaseEvaluator | None",
    ) -> "Trainer":
        """Return a trainer of transformers."""
        from pipelines.families.query_generator.training import train_query_generator

        return train_query_generator(recipe, model, mixture, folder)
