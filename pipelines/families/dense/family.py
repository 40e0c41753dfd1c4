"""The bi-encoder as a family."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pipelines.families.dense.options import DenseOptions
from pipelines.families.dense.serving import DenseServing
from pipelines.families.family import ModelFamily, Serving

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer
    from sentence_transformers.base.evaluation import BaseEvaluator

    from pipelines.data.pair_file import TrainingPair
    from pipelines.judged.develop_set import JudgedSet
    from pipelines.recipe import Recipe


class DenseFamily(ModelFamily):
    """See `pipelines.families.family.ModelFamily`."""

    name: ClassVar[str] = "dense"
    table: ClassVar[str] = "dense"
    options: ClassVar[type[DenseOptions]] = DenseOptions
    serving: Serving | None = DenseServing()
    retrieves: ClassVar[bool] = True
    two_stage: ClassVar[bool] = True

    def build(self, recipe: "Recipe", base_model: str, texts: Iterable[str]) -> "SentenceTransformer":
        """Return backbone, pooling and normalisation; `texts` is not needed."""
        from pipelines.families.dense.training import build_dense_encoder

        return build_dense_encoder(recipe, base_model)

    def load(self, folder: Path) -> "SentenceTransformer":
        """Load a saved bi-encoder."""
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(folder), local_files_only=True)

    def trainer(
        self,
        recipe: "Recipe",
        model: Any,
        mixture: "dict[str, list[TrainingPair]]",
        folder: Path,
        evaluator: "BaseEvaluator | None",
    ) -> "SentenceTransformerTrainer":
        """Return a trainer of sentence-transformers."""
        from pipelines.families.dense.training import train_dense

        return train_dense(recipe, model, mixture, folder, evaluator)

    def evaluator(self, judged: "JudgedSet", batch_size: int) -> "BaseEvaluator":
        """Search the passages of the set."""
        from sentence_transformers.sentence_transformer.evaluation import InformationRetrievalEvaluator

        from pipelines.train.evaluator import retrieval_evaluator

        return retrieval_evaluator(InformationRetrievalEvaluator, judged, batch_size)

    def nano_beir(self, names: Sequence[str], batch_size: int) -> "BaseEvaluator":
        """Search sets of NanoBEIR."""
        from sentence_transformers.sentence_transformer.evaluation import NanoBEIREvaluator

        return NanoBEIREvaluator(list(names), batch_size=batch_size, write_csv=False)

    def passages_per_step(self, recipe: "Recipe") -> int:
        """A cached loss encodes a mini-batch at a time (GradCache, Gao et al. 2021)."""
        training = recipe.training
        if training is not None and recipe.options.loss == "cached":
            return min(training.batch_size, training.mini_batch_size)
        return super().passages_per_step(recipe)
