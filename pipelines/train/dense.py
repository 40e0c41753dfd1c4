"""Train a dense bi-encoder with in-batch and mined negatives (multiple negatives ranking)."""

from collections.abc import Iterable
from pathlib import Path

from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

from pipelines.data.mixture import as_datasets
from pipelines.data.source import TrainingPair
from pipelines.recipe import Recipe
from pipelines.train.arguments import training_arguments
from pipelines.train.freeze import freeze_layers


def build_dense_encoder(recipe: Recipe, base_model: str, texts: Iterable[str]) -> SentenceTransformer:
    """Return the encoder before training: backbone, mean pooling, normalisation. `texts` is not needed."""
    backbone = Transformer(base_model, max_seq_length=recipe.export.max_tokens)
    pooling = Pooling(backbone.model.config.hidden_size, pooling_mode="mean")
    return SentenceTransformer(modules=[backbone, pooling, Normalize()])


def train_dense(
    recipe: Recipe, model: SentenceTransformer, mixture: dict[str, list[TrainingPair]], folder: Path
) -> SentenceTransformerTrainer:
    """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints."""
    if recipe.training is None:
        raise ValueError("a recipe without [training] has nothing to train")
    negatives = recipe.negatives.per_query if recipe.negatives else 0
    model[0].max_seq_length = recipe.training.passage_tokens
    freeze_layers(model[0].model, recipe.training.freeze_layers)
    return SentenceTransformerTrainer(
        model=model,
        args=training_arguments(SentenceTransformerTrainingArguments, recipe, folder),
        train_dataset=as_datasets(mixture, negatives),
        loss=MultipleNegativesRankingLoss(model),
    )
