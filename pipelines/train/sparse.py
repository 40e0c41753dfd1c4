"""Train a sparse encoder: SPLADE or CSR, on in-batch or mined negatives or the margins of a teacher."""

from pathlib import Path
from typing import cast

from sentence_transformers import SparseEncoder, SparseEncoderTrainer, SparseEncoderTrainingArguments
from sentence_transformers.base.evaluation import BaseEvaluator
from sentence_transformers.sparse_encoder.callbacks.splade_callbacks import (
    SpladeRegularizerWeightSchedulerCallback,
)
from sentence_transformers.sparse_encoder.losses import (
    CSRLoss,
    SparseMarginMSELoss,
    SparseMultipleNegativesRankingLoss,
    SpladeLoss,
)
from torch import nn
from transformers import TrainerCallback

from pipelines.data.mixture import as_datasets
from pipelines.data.pair_file import TrainingPair
from pipelines.recipe import Recipe
from pipelines.train.active_dimensions import ActiveDimensions
from pipelines.train.arguments import training_arguments
from pipelines.train.backbone import prepare_backbones
from pipelines.train.sparse_encoder import build_sparse_encoder
from pipelines.train.targets import label_scale, negatives_wanted

__all__ = ["build_sparse_encoder", "train_sparse"]


def train_sparse(
    recipe: Recipe,
    model: SparseEncoder,
    mixture: dict[str, list[TrainingPair]],
    folder: Path,
    evaluator: BaseEvaluator | None = None,
) -> SparseEncoderTrainer:
    """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints."""
    if recipe.training is None:
        raise ValueError("a recipe without [training] has nothing to train")
    negatives = negatives_wanted(recipe)
    prepare_backbones(model, recipe.training)
    more = {"router_mapping": _routes(negatives)} if _routed(recipe) else {}
    loss = _loss(recipe, model)
    return SparseEncoderTrainer(
        model=model,
        args=training_arguments(SparseEncoderTrainingArguments, recipe, folder, **more),
        train_dataset=as_datasets(mixture, negatives, label_scale(recipe, recipe.sparse.loss)),
        loss=loss,
        evaluator=evaluator,
        callbacks=_callbacks(recipe, model, loss),
    )


def _loss(recipe: Recipe, model: SparseEncoder) -> nn.Module:
    options = recipe.sparse
    ranking: nn.Module = SparseMultipleNegativesRankingLoss(model, scale=options.score_scale)
    if options.loss == "margin-mse":
        ranking = SparseMarginMSELoss(model)
    if options.head == "csr":
        return CSRLoss(model, ranking)
    return SpladeLoss(
        model,
        ranking,
        document_regularizer_weight=options.document_flops,
        query_regularizer_weight=options.query_flops or None,
    )


def _callbacks(recipe: Recipe, model: SparseEncoder, loss: nn.Module) -> list[TrainerCallback]:
    options = recipe.sparse
    if options.head == "csr":
        return [ActiveDimensions(model, options.min_active, options.max_active)]
    watch = ActiveDimensions(model, options.min_active, options.max_active, options.flops_warmup)
    schedule = SpladeRegularizerWeightSchedulerCallback(
        cast(SpladeLoss, loss), warmup_ratio=options.flops_warmup
    )
    return [schedule, watch]


def _routed(recipe: Recipe) -> bool:
    """Whether queries take another way than passages."""
    return recipe.sparse.head == "lexical" or (recipe.sparse.head == "mlm" and recipe.sparse.inference_free)


def _routes(negatives: int) -> dict[str, str]:
    documents = ["positive", *(f"negative_{place + 1}" for place in range(negatives))]
    return {"query": "query", **dict.fromkeys(documents, "document")}
