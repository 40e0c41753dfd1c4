"""Train a cross-encoder: one relevant passage against k hard negatives, from a late-interaction start."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
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
from sentence_transformers.sentence_transformer.modules import Transformer
from torch import nn

from pipelines.architectures.interaction_head import InteractionHead
from pipelines.data.document_frequency import inverse_document_frequency
from pipelines.data.mixture import as_datasets, usable
from pipelines.data.pair_file import TrainingPair
from pipelines.recipe import Recipe
from pipelines.train.arguments import training_arguments
from pipelines.train.backbone import keep_layers, prepare_backbones
from pipelines.train.segments import give_segments
from pipelines.train.targets import label_scale

LOSSES = {
    "listwise": ListNetLoss,
    "lambda": LambdaLoss,
    "bce": BinaryCrossEntropyLoss,
    "mse": MSELoss,
    "margin-mse": MarginMSELoss,
}
RELEVANT = 10.0
"""ListNet's target is the softmax of the labels: 10 against 0 puts all of it on the relevant passage."""


def build_cross_encoder(recipe: Recipe, base_model: str, texts: Iterable[str]) -> CrossEncoder:
    """Return the untrained cross-encoder.

    Args:
        recipe: Of kind "cross-encoder".
        base_model: Folder or Hub id.
        texts: Passages the importance of query tokens is counted on.
    """
    if recipe.cross_encoder.head == "classification":
        return CrossEncoder(base_model, num_labels=1, max_length=recipe.export.max_tokens)
    backbone = Transformer(base_model, max_seq_length=recipe.export.max_tokens)
    backbone.model.config.num_labels = 1
    tokenizer = backbone.tokenizer
    give_segments(tokenizer, backbone.model)
    if recipe.cross_encoder.layers is not None:
        keep_layers(backbone.model, recipe.cross_encoder.layers)
    importance = inverse_document_frequency(tokenizer, texts, recipe.export.max_tokens)
    width = int(backbone.model.config.hidden_size)
    head = InteractionHead(torch.from_numpy(importance), list(tokenizer.all_special_ids), width)
    return CrossEncoder(modules=[backbone, head], num_labels=1, activation_fn=nn.Identity())


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
        args=training_arguments(CrossEncoderTrainingArguments, recipe, folder),
        train_dataset=_table(recipe, mixture, recipe.negatives.per_query),
        loss=LOSSES[recipe.cross_encoder.loss](model),
        evaluator=evaluator,
    )


def _table(recipe: Recipe, mixture: dict[str, list[TrainingPair]], negatives: int) -> DatasetDict:
    """Lists for listwise losses, pairs for pointwise ones, a row of passages for margins."""
    loss = recipe.cross_encoder.loss
    scale = label_scale(recipe, loss)
    if loss == "margin-mse":
        return as_datasets(mixture, negatives, scale)
    if loss in ("bce", "mse"):
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
