"""The learned sparse encoder as a family."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from pipelines.families.family import ModelFamily, Serving, not_read_back
from pipelines.families.sparse.options import SparseOptions
from pipelines.families.sparse.serving import SparseServing

if TYPE_CHECKING:
    from sentence_transformers import SparseEncoder, SparseEncoderTrainer
    from sentence_transformers.base.evaluation import BaseEvaluator
    from transformers import PretrainedConfig

    from pipelines.data.pair_file import TrainingPair
    from pipelines.judged.develop_set import JudgedSet
    from pipelines.recipe import Recipe


class SparseFamily(ModelFamily):
    """See `pipelines.families.family.ModelFamily`."""

    name: ClassVar[str] = "sparse"
    table: ClassVar[str] = "sparse"
    options: ClassVar[type[SparseOptions]] = SparseOptions
    serving: Serving | None = SparseServing()
    retrieves: ClassVar[bool] = True

    def build(self, recipe: "Recipe", base_model: str, texts: Iterable[str]) -> "SparseEncoder":
        """Return the untrained encoder; see `pipelines.families.sparse.build`."""
        from pipelines.families.sparse.build import build_sparse_encoder

        return build_sparse_encoder(recipe, base_model, texts)

    def load(self, folder: Path) -> "SparseEncoder":
        """Load a saved encoder."""
        from sentence_transformers import SparseEncoder

        # The heads are classes of this package, which the library counts as remote code.
        return SparseEncoder(str(folder), local_files_only=True, trust_remote_code=True)

    def adopt(self, model: Any, recipe: "Recipe") -> None:
        """A `frequency` or `length` that the recipe itself gives replaces what a lexical head has learned."""
        from pipelines.families.sparse.build import set_factors

        set_factors(model, recipe)

    def check_bundle(self, recipe: "Recipe", folder: Path) -> None:
        """Bundles with the lexical head can be gone on from."""
        from pipelines.families.bundle_weights import check_bundle

        if SparseOptions.of(recipe).head != "lexical":
            raise not_read_back(recipe, folder)
        check_bundle(recipe, folder)

    def load_bundle(self, recipe: "Recipe", folder: Path, base_model: str) -> "SparseEncoder":
        """Return the encoder of a bundle with the lexical head."""
        from pipelines.families.sparse.from_bundle import load_bundle

        return load_bundle(recipe, folder, base_model)

    def trainer(
        self,
        recipe: "Recipe",
        model: Any,
        mixture: "dict[str, list[TrainingPair]]",
        folder: Path,
        evaluator: "BaseEvaluator | None",
    ) -> "SparseEncoderTrainer":
        """Return a trainer of sentence-transformers."""
        from pipelines.families.sparse.training import train_sparse

        return train_sparse(recipe, model, mixture, folder, evaluator)

    def evaluator(self, judged: "JudgedSet", batch_size: int) -> "BaseEvaluator":
        """Search the passages of the set."""
        from sentence_transformers.sparse_encoder.evaluation import SparseInformationRetrievalEvaluator

        from pipelines.train.evaluator import retrieval_evaluator

        return retrieval_evaluator(SparseInformationRetrievalEvaluator, judged, batch_size)

    def nano_beir(self, names: Sequence[str], batch_size: int) -> "BaseEvaluator":
        """Search sets of NanoBEIR."""
        from sentence_transformers.sparse_encoder.evaluation import SparseNanoBEIREvaluator

        return SparseNanoBEIREvaluator(list(names), batch_size=batch_size, write_csv=False)

    def head_bytes(self, recipe: "Recipe", config: "PretrainedConfig") -> int:
        """A masked-LM head has a logit per entry of the vocabulary."""
        return 4 * int(config.vocab_size) if SparseOptions.of(recipe).head == "mlm" else 0
