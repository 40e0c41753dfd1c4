"""The backbone inside what is trained: which it is, how much of a text it reads, which layers stay."""

from collections.abc import Iterable
from typing import Any

from sentence_transformers.base.modules import Transformer
from torch import nn
from transformers import PreTrainedModel

from pipelines.recipe import Training
from search_app.errors import BadInputError

LAYERS = ("encoder.layer", "transformer.layer", "layers")
"""Where BERT and its like, DistilBERT and ModernBERT keep theirs."""


def prepare_backbones(model: nn.Module, training: Training) -> None:
    """Give every backbone of a model its training window, and freeze its lowest layers.

    Raises:
        BadInputError: When layers are to be frozen of a model that does not have so many to name.
    """
    for module in model.modules():
        if isinstance(module, Transformer):
            module.max_seq_length = training.passage_tokens
            freeze_layers(module.model, training.freeze_layers)


def backbone_of(model: Any) -> PreTrainedModel:
    """The model of transformers inside an encoder, a cross-encoder or a generator."""
    inside = model if isinstance(model, nn.Module) else model.model
    return next(module for module in inside.modules() if isinstance(module, PreTrainedModel))


def freeze_layers(backbone: PreTrainedModel, layers: int) -> None:
    """Freeze the embeddings and the lowest `layers` of a backbone, whatever head it has; 0 freezes nothing.

    With 2 of 6 layers frozen the backward pass is a third shorter, and the optimiser does not touch the
    embedding table, which is half of a small model.

    Raises:
        BadInputError: When it has no layers under a known name, or not so many.
    """
    if layers == 0:
        return
    body = backbone.base_model
    found = list(_layers(body))
    if layers > len(found):
        raise BadInputError(
            f"freeze_layers = {layers}: {type(body).__name__} has {len(found)} layers by a known name",
            f"at most {len(found)}, or 0 to train all of it",
        )
    for module in (body.get_submodule("embeddings"), *found[:layers]):
        for parameter in module.parameters():
            parameter.requires_grad_(False)


def keep_layers(backbone: PreTrainedModel, layers: int) -> None:
    """Cut a backbone off behind its lowest `layers`.

    Raises:
        BadInputError: When it has no layers under a known name, or not so many.
    """
    named = dict(backbone.base_model.named_modules())
    place = next((name for name in LAYERS if name in named), None)
    found = list(_layers(backbone.base_model))
    if place is None or layers > len(found):
        raise BadInputError(
            f"layers = {layers}: {type(backbone.base_model).__name__} has {len(found)} by a known name",
            f"at most {len(found)}",
        )
    del named[place][layers:]
    backbone.config.num_hidden_layers = layers


def _layers(body: nn.Module) -> Iterable[nn.Module]:
    named = dict(body.named_modules())
    return next((named[name].children() for name in LAYERS if name in named), ())
