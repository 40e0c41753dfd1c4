"""Train a sparse encoder: SPLADE or CSR, on in-batch or mined negatives or the margins of a teacher."""

from pathlib import Path
from typing import Any, cast

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
from pipelines.families.sparse.active_dimensions import ActiveDimensions
from pipelines.families.sparse.options import SparseOptions
from pipelines.recipe import Recipe
from pipelines.train.arguments import training_arguments
from pipelines.train.backbone import prepare_backbones
from pipelines.train.targets import label_scale, negatives_wanted


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
    more: dict[str, Any] = {"router_mapping": _routes(negatives)} if _routed(recipe) else {}
    loss = _loss(recipe, model)
    return SparseEncoderTrainer(
        model=model,
        args=training_arguments(SparseEncoderTrainingArguments, recipe, folder, **more),
        train_dataset=as_datasets(mixture, negatives, label_scale(recipe)),
        loss=loss,
        evaluator=evaluator,
        callbacks=_callbacks(recipe, model, loss),
    )


def _loss(recipe: Recipe, model: SparseEncoder) -> nn.Module:
    options = SparseOptions.of(recipe)
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
    options = SparseOptions.of(recipe)
    if options.head == "csr":
        return [ActiveDimensions(model, options.min_active, options.max_active)]
    watch = ActiveDimensions(model, options.min_active, options.max_active, options.flops_warmup)
    schedule = SpladeRegularizerWeightSchedulerCallback(
        cast(SpladeLoss, loss), warmup_ratio=options.flops_warmup
    )
    return [schedule, watch]


def _routed(recipe: Recipe) -> bool:
    """Whether queries take another way than passages."""
    options = SparseOptions.of(recipe)
    return options.head == "lexical" or (options.head == "mlm" and options.inference_free)


def _routes(negatives: int) -> dict[str, str]:
    documents = ["positive", *(f"negative_{place + 1}" for place in range(negatives))]
    return {"query": "query", **dict.fromkeys(documents, "document")}
