"""Train a dense bi-encoder: in-batch and mined negatives, or the margins or vectors of a teacher."""

from pathlib import Path

from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.base.evaluation import BaseEvaluator
from sentence_transformers.sentence_transformer.losses import (
    CachedMultipleNegativesRankingLoss,
    EmbedDistillLoss,
    MarginMSELoss,
    MultipleNegativesRankingLoss,
)
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from sentence_transformers.util import cos_sim, dot_score, pairwise_dot_score
from torch import Tensor, nn

from pipelines.data.mixture import as_datasets
from pipelines.data.pair_file import TrainingPair
from pipelines.distil.teacher_vectors import VECTORS, with_vectors
from pipelines.families.dense.options import DenseOptions
from pipelines.recipe import Recipe, Training
from pipelines.train.arguments import training_arguments
from pipelines.train.backbone import backbone_of, prepare_backbones
from pipelines.train.targets import EMBEDDING, label_scale, negatives_wanted


def build_dense_encoder(recipe: Recipe, base_model: str) -> SentenceTransformer:
    """Return the encoder before training: backbone, pooling, normalisation."""
    options = DenseOptions.of(recipe)
    backbone = Transformer(base_model, max_seq_length=recipe.export.max_tokens)
    pooling = Pooling(backbone.model.config.hidden_size, pooling_mode=options.pooling)
    modules = [backbone, pooling, *([Normalize()] if options.normalise else [])]
    return SentenceTransformer(modules=modules)


def train_dense(
    recipe: Recipe,
    model: SentenceTransformer,
    mixture: dict[str, list[TrainingPair]],
    folder: Path,
    evaluator: BaseEvaluator | None = None,
) -> SentenceTransformerTrainer:
    """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints."""
    if recipe.training is None:
        raise ValueError("a recipe without [training] has nothing to train")
    prepare_backbones(model, recipe.training)
    data = as_datasets(mixture, negatives_wanted(recipe), label_scale(recipe))
    if recipe.options.loss == EMBEDDING:
        data = with_vectors(data, int(backbone_of(model).config.hidden_size), folder / VECTORS)
    return SentenceTransformerTrainer(
        model=model,
        args=training_arguments(SentenceTransformerTrainingArguments, recipe, folder),
        train_dataset=data,
        loss=ranking_loss(recipe, model),
        evaluator=evaluator,
    )


def ranking_loss(recipe: Recipe, model: SentenceTransformer) -> nn.Module:
    """Return the recipe's loss.

    The scale multiplies a cosine; vectors that are not normalised are compared by inner product.
    """
    options = DenseOptions.of(recipe)
    similarity = cos_sim if options.normalise else dot_score
    if options.loss == "margin-mse":
        return MarginMSELoss(model, similarity_fct=_Scaled(options.score_scale))
    if options.loss == EMBEDDING:
        return EmbedDistillLoss(model, distance_metric="cosine")
    if options.loss == "cached":
        size = (recipe.training or Training()).mini_batch_size
        return CachedMultipleNegativesRankingLoss(model, options.score_scale, similarity, size)
    return MultipleNegativesRankingLoss(model, options.score_scale, similarity)


class _Scaled:
    """The inner product of each pair, brought to the range of a teacher's scores."""

    def __init__(self, factor: float) -> None:
        self.factor = factor
        self.__name__ = f"{factor:g} * pairwise_dot_score"

    def __call__(self, first: Tensor, second: Tensor) -> Tensor:
        return self.factor * pairwise_dot_score(first, second)
