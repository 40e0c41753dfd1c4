"""Train a cross-encoder: one relevant passage against k hard negatives, from a late-interaction start."""

from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict
from sentence_transformers import CrossEncoder, CrossEncoderTrainer, CrossEncoderTrainingArguments
from sentence_transformers.base.evaluation import BaseEvaluator
from sentence_transformers.cross_encoder.losses import (
    BinaryCrossEntropyLoss,
    LambdaLoss,
    ListNetLoss,
    MarginMSELoss,
    MSELoss,
)

from pipelines.data.mixture import as_datasets, usable
from pipelines.data.pair_file import TrainingPair
from pipelines.recipe import Recipe
from pipelines.train.arguments import training_arguments
from pipelines.train.backbone import prepare_backbones
from pipelines.train.targets import label_scale

LOSSES = {
    "listwise": ListNetLoss,
    "lambda": LambdaLoss,
    "bce": BinaryCrossEntropyLoss,
    "mse": MSELoss,
    "margin-mse": MarginMSELoss,
}
POINTWISE = ("bce", "mse")
"""Losses of one pair at a time."""
RELEVANT = 10.0
"""ListNet's target is the softmax of the labels: 10 against 0 puts all of it on the relevant passage."""


def train_cross_encoder(
    recipe: Recipe,
    model: CrossEncoder,
    mixture: dict[str, list[TrainingPair]],
    folder: Path,
    evaluator: BaseEvaluator | None = None,
) -> CrossEncoderTrainer:
    """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints."""
    if recipe.training is None or recipe.negatives is None:
        raise ValueError("a cross-encoder recipe needs [training] and [negatives]")
    prepare_backbones(model, recipe.training)
    return CrossEncoderTrainer(
        model=model,
        args=training_arguments(
            CrossEncoderTrainingArguments, recipe, folder, pointwise=recipe.options.loss in POINTWISE
        ),
        train_dataset=_table(recipe, mixture, recipe.negatives.per_query),
        loss=LOSSES[recipe.options.loss](model),
        evaluator=evaluator,
    )


def _table(recipe: Recipe, mixture: dict[str, list[TrainingPair]], negatives: int) -> DatasetDict:
    """Lists for listwise losses, pairs for pointwise ones, a row of passages for margins."""
    loss = recipe.options.loss
    scale = label_scale(recipe)
    if loss == "margin-mse":
        return as_datasets(mixture, negatives, scale)
    if loss in POINTWISE:
        return as_pairs(mixture, negatives, scale)
    return as_lists(mixture, negatives)


def as_pairs(
    mixture: dict[str, list[TrainingPair]], negatives: int, scale: float | None = None
) -> DatasetDict:
    """Columns query, passage and label: 1 or 0, or a teacher's score times `scale`."""
    kept = usable(mixture, negatives, scale is not None)
    return DatasetDict(
        {name: Dataset.from_list(_pairs(rows, negatives, scale)) for name, rows in kept.items()}
    )


def _pairs(rows: list[TrainingPair], negatives: int, scale: float | None) -> list[dict[str, Any]]:
    judged = [1.0] + [0.0] * negatives
    return [
        {"query": row.query, "passage": passage, "label": label}
        for row in rows
        for passage, label in zip(
            (row.positive, *row.negatives[:negatives]),
            judged if scale is None else [scale * score for score in row.scores[: negatives + 1]],
            strict=True,
        )
    ]


def as_lists(mixture: dict[str, list[TrainingPair]], negatives: int) -> DatasetDict:
    """Columns query, docs (one relevant passage, then the negatives) and labels (10, 0, 0, …)."""
    kept = usable(mixture, negatives)
    return DatasetDict({name: Dataset.from_dict(_lists(rows, negatives)) for name, rows in kept.items()})


def _lists(rows: list[TrainingPair], negatives: int) -> dict[str, list[Any]]:
    return {
        "query": [row.query for row in rows],
        "docs": [[row.positive, *row.negatives[:negatives]] for row in rows],
        "labels": [[RELEVANT] + [0.0] * negatives for _ in rows],
    }
