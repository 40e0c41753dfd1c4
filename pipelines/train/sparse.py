"""Train a sparse encoder: lexical start, inference-free queries, in-batch and mined negatives."""

from collections.abc import Iterable
from pathlib import Path

import torch
from sentence_transformers import SparseEncoder, SparseEncoderTrainer, SparseEncoderTrainingArguments
from sentence_transformers.sparse_encoder.callbacks.splade_callbacks import (
    SpladeRegularizerWeightSchedulerCallback,
)
from sentence_transformers.sparse_encoder.losses import SparseMultipleNegativesRankingLoss, SpladeLoss
from sentence_transformers.sparse_encoder.modules import Router, SparseStaticEmbedding, Transformer
from transformers import PreTrainedTokenizerBase

from pipelines.architectures.lexical_head import LexicalHead
from pipelines.data.document_frequency import inverse_document_frequency
from pipelines.data.mixture import as_datasets
from pipelines.data.source import TrainingPair
from pipelines.recipe import Recipe
from pipelines.train.active_dimensions import ActiveDimensions
from pipelines.train.arguments import training_arguments
from pipelines.train.freeze import freeze_layers


def build_sparse_encoder(recipe: Recipe, base_model: str, texts: Iterable[str]) -> SparseEncoder:
    """Return the untrained encoder: passages through the backbone, queries through a table of IDF weights.

    Args:
        recipe: Of kind "sparse".
        base_model: Folder or Hub id.
        texts: Passages the document frequencies are counted on.
    """
    options = recipe.sparse
    backbone = Transformer(base_model, max_seq_length=recipe.export.max_tokens)
    tokenizer: PreTrainedTokenizerBase = backbone.tokenizer
    head = LexicalHead(
        backbone.model.get_input_embeddings().weight,
        unusable_ids(tokenizer),
        options.prior,
        options.frequency,
        options.length,
        options.expansion_scale,
        options.expansion_bias,
    )
    weights = inverse_document_frequency(tokenizer, texts, recipe.export.max_tokens)
    weights[unusable_ids(tokenizer)] = 0.0
    queries = SparseStaticEmbedding(tokenizer, torch.from_numpy(weights), frozen=False)
    router = Router.for_query_document(query_modules=[queries], document_modules=[backbone, head])
    return SparseEncoder(modules=[router], similarity_fn_name="dot")


def unusable_ids(tokenizer: PreTrainedTokenizerBase) -> list[int]:
    """Special tokens and the vocabulary's reserved entries."""
    reserved = {index for token, index in tokenizer.get_vocab().items() if token.startswith("[unused")}
    return sorted(reserved | set(tokenizer.all_special_ids))


def train_sparse(
    recipe: Recipe, model: SparseEncoder, mixture: dict[str, list[TrainingPair]], folder: Path
) -> SparseEncoderTrainer:
    """Return a trainer that is ready to run; its checkpoints go to `folder`/checkpoints."""
    if recipe.training is None:
        raise ValueError("a recipe without [training] has nothing to train")
    loss = SpladeLoss(
        model,
        SparseMultipleNegativesRankingLoss(model, scale=recipe.sparse.score_scale),
        document_regularizer_weight=recipe.sparse.document_flops,
    )
    negatives = recipe.negatives.per_query if recipe.negatives else 0
    router = {"query": "query", "positive": "document"}
    router |= {f"negative_{place + 1}": "document" for place in range(negatives)}
    for module in model.modules():
        if isinstance(module, Transformer):
            freeze_layers(module.model, recipe.training.freeze_layers)
            module.max_seq_length = recipe.training.passage_tokens
    args = training_arguments(SparseEncoderTrainingArguments, recipe, folder, router_mapping=router)
    return SparseEncoderTrainer(
        model=model,
        args=args,
        train_dataset=as_datasets(mixture, negatives),
        loss=loss,
        callbacks=[
            SpladeRegularizerWeightSchedulerCallback(loss, warmup_ratio=recipe.sparse.flops_warmup),
            ActiveDimensions(model, recipe.sparse.min_active, recipe.sparse.max_active),
        ],
    )
