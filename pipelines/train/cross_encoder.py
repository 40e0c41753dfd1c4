"""Train a cross-encoder: one relevant passage against k hard negatives, from a late-interaction start."""

from collections.abc import Iterable
from pathlib import Path

import torch
from datasets import Dataset, DatasetDict
from sentence_transformers import CrossEncoder, CrossEncoderTrainer, CrossEncoderTrainingArguments
from sentence_transformers.cross_encoder.losses import LambdaLoss, ListNetLoss
from sentence_transformers.sentence_transformer.modules import Transformer
from torch import nn

from pipelines.architectures.interaction_head import InteractionHead
from pipelines.data.document_frequency import inverse_document_frequency
from pipelines.data.source import TrainingPair
from pipelines.recipe import Recipe
from pipelines.train.arguments import training_arguments
from pipelines.train.freeze import freeze_layers

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
    importance = inverse_document_frequency(tokenizer, texts, recipe.export.max_tokens)
    width = int(backbone.model.config.hidden_size)
    head = InteractionHead(torch.from_numpy(importance), list(tokenizer.all_special_ids), width)
    return CrossEncoder(modules=[backbone, head], num_labels=1, activation_fn=nn.Identity())


def train_cross_encoder(
    recipe: Recipe, model: CrossEncoder, mixture: dict[str, list[TrainingPair]], folder: Path
) -> CrossEncoderTrainer:
    """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints."""
    if recipe.training is None or recipe.negatives is None:
        raise ValueError("a cross-encoder recipe needs [training] and [negatives]")
    backbone = model[0]
    backbone.max_seq_length = recipe.training.passage_tokens
    freeze_layers(backbone.model, recipe.training.freeze_layers)
    kinds = {"listwise": ListNetLoss, "lambda": LambdaLoss}
    return CrossEncoderTrainer(
        model=model,
        args=training_arguments(CrossEncoderTrainingArguments, recipe, folder),
        train_dataset=as_lists(mixture, recipe.negatives.per_query),
        loss=kinds[recipe.cross_encoder.loss](model),
    )


def as_lists(mixture: dict[str, list[TrainingPair]], negatives: int) -> DatasetDict:
    """Columns query, docs (one relevant passage, then the negatives) and labels (10, 0, 0, …)."""
    tables = {}
    for name, pairs in mixture.items():
        kept = [pair for pair in pairs if len(pair.negatives) >= negatives]
        if kept:
            tables[name] = Dataset.from_dict(
                {
                    "query": [pair.query for pair in kept],
                    "docs": [[pair.positive, *pair.negatives[:negatives]] for pair in kept],
                    "labels": [[RELEVANT] + [0.0] * negatives for _ in kept],
                }
            )
    return DatasetDict(tables)
