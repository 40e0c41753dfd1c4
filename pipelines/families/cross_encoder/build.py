"""A cross-encoder before training."""

from collections.abc import Iterable

import torch
from sentence_transformers import CrossEncoder
from sentence_transformers.sentence_transformer.modules import Transformer
from torch import nn

from pipelines.architectures.interaction_head import InteractionHead
from pipelines.data.document_frequency import inverse_document_frequency
from pipelines.families.cross_encoder.options import CrossEncoderOptions
from pipelines.families.cross_encoder.segments import give_segments
from pipelines.recipe import Recipe
from pipelines.train.backbone import keep_layers


def build_cross_encoder(recipe: Recipe, base_model: str, texts: Iterable[str]) -> CrossEncoder:
    """Return the untrained cross-encoder.

    Args:
        recipe: Of kind "cross-encoder".
        base_model: Folder or Hub id.
        texts: Passages the importance of query tokens is counted on.
    """
    options = CrossEncoderOptions.of(recipe)
    if options.head == "classification":
        return CrossEncoder(base_model, num_labels=1, max_length=recipe.export.max_tokens)
    backbone = Transformer(base_model, max_seq_length=recipe.export.max_tokens)
    backbone.model.config.num_labels = 1
    tokenizer = backbone.tokenizer
    give_segments(tokenizer, backbone.model)
    if options.layers is not None:
        keep_layers(backbone.model, options.layers)
    importance = inverse_document_frequency(tokenizer, texts, recipe.export.max_tokens)
    width = int(backbone.model.config.hidden_size)
    head = InteractionHead(torch.from_numpy(importance), list(tokenizer.all_special_ids), width)
    return CrossEncoder(modules=[backbone, head], num_labels=1, activation_fn=nn.Identity())
