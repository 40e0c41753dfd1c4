"""The cross-encoder as a family."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pipelines.families.cross_encoder.options import CrossEncoderOptions
from pipelines.families.cross_encoder.serving import CrossEncoderServing
from pipelines.families.family import ModelFamily, Serving, not_read_back
from search_app.errors import BadInputError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, CrossEncoderTrainer
    from sentence_transformers.base.evaluation import BaseEvaluator

    from pipelines.data.pair_file import TrainingPair
    from pipelines.judged.develop_set import JudgedSet
    from pipelines.recipe import Recipe


class CrossEncoderFamily(ModelFamily):
    """See `pipelines.families.family.ModelFamily`."""

    name: ClassVar[str] = "cross-encoder"
    table: ClassVar[str] = "cross_encoder"
    options: ClassVar[type[CrossEncoderOptions]] = CrossEncoderOptions
    serving: Serving | None = CrossEncoderServing()

    def check(self, recipe: "Recipe") -> None:
        """Only the interaction head's backbone can be cut."""
        options = CrossEncoderOptions.of(recipe)
        if options.layers is not None and options.head != "interaction":
            raise BadInputError(
                f"recipe {recipe.name!r} has cross_encoder.layers for the head {options.head!r}",
                'head = "interaction", whose backbone can keep its lowest layers; or no layers',
            )

    def needs_negatives(self, recipe: "Recipe") -> bool:
        """Every loss of this family sets relevant passages against others."""
        return True

    def build(self, recipe: "Recipe", base_model: str, texts: Iterable[str]) -> "CrossEncoder":
        """Return the untrained model; the importance of query tokens is counted on the texts."""
        from pipelines.families.cross_encoder.build import build_cross_encoder

        return build_cross_encoder(recipe, base_model, texts)

    def load(self, folder: Path) -> "CrossEncoder":
        """Load a saved model."""
        from sentence_transformers import CrossEncoder

        # The head is a class of this package, which the library counts as remote code.
        return CrossEncoder(str(folder), local_files_only=True, trust_remote_code=True)

    def check_bundle(self, recipe: "Recipe", folder: Path) -> None:
        """Bundles with the interaction head can be gone on from."""
        from pipelines.families.bundle_weights import check_bundle

        if CrossEncoderOptions.of(recipe).head != "interaction":
            raise not_read_back(recipe, folder)
        check_bundle(recipe, folder)

    def load_bundle(self, recipe: "Recipe", folder: Path, base_model: str) -> "CrossEncoder":
        """Return the model of a bundle with the interaction head."""
        from pipelines.families.cross_encoder.from_bundle import load_bundle

        return load_bundle(recipe, folder, base_model)

    def trainer(
        self,
        recipe: "Recipe",
        model: Any,
        mixture: "dict[str, list[TrainingPair]]",
        folder: Path,
        evaluator: "BaseEvaluator | None",
    ) -> "CrossEncoderTrainer":
        """Return a trainer of sentence-transformers."""
        from pipelines.families.cross_encoder.training import train_cross_encoder

        return train_cross_encoder(recipe, model, mixture, folder, evaluator)

    def evaluator(self, judged: "JudgedSet", batch_size: int) -> "BaseEvaluator":
        """Reorder BM25's head of the set."""
        from pipelines.families.cross_encoder.evaluation import reranking_evaluator

        return reranking_evaluator(judged, batch_size)

    def nano_beir(self, names: Sequence[str], batch_size: int) -> "BaseEvaluator":
        """Reorder BM25's head of sets of NanoBEIR."""
        from sentence_transformers.cross_encoder.evaluation import CrossEncoderNanoBEIREvaluator

        return CrossEncoderNanoBEIREvaluator(list(names), batch_size=batch_size, write_csv=False)

    def passages_per_step(self, recipe: "Recipe") -> int:
        """A pointwise loss takes pairs one by one."""
        from pipelines.families.cross_encoder.training import POINTWISE

        if recipe.training is not None and recipe.options.loss in POINTWISE:
            return recipe.training.batch_size
        return super().passages_per_step(recipe)
