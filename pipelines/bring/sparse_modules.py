"""Sparse encoders' own modules as graphs, with the token each entry comes from."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn


class SpladeModules(nn.Module):
    """int64[B,T] inputs to weights float[B,V] and sources int64[B,V].

    The largest activation of a position is the activation of the largest logit, so maximum pooling comes
    first. `sources` is the position that gave most.

    Args:
        transformer: The Transformer module, with a masked-LM head.
        pooling: SpladePooling.
        inputs: Names of the arguments.
        active: Entries that are kept at most; None keeps all.
    """

    def __init__(self, transformer: Any, pooling: Any, inputs: Sequence[str], active: int | None) -> None:
        super().__init__()
        self.transformer, self.names, self.active = transformer, tuple(inputs), active
        self.summed = pooling.pooling_strategy == "sum"
        self.twice = pooling.activation_function == "log1p_relu"

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        features = self.transformer(dict(zip(self.names, inputs, strict=True)))
        logits = features["token_embeddings"]
        logits = logits * features["attention_mask"].unsqueeze(-1).to(logits.dtype)
        if self.summed:
            each = self._activated(logits)
            weights, sources = each.sum(dim=1), each.argmax(dim=1)
        else:
            weights, sources = self._activated(logits.amax(dim=1)), logits.argmax(dim=1)
        return strongest(weights, self.active), sources

    def _activated(self, logits: Tensor) -> Tensor:
        found = torch.log1p(torch.relu(logits))
        return torch.log1p(found) if self.twice else found


class CsrModules(nn.Module):
    """Pooled states through the encoder of SparseAutoEncoder to weights float[B,latents].

    Args:
        modules: Transformer, Pooling, perhaps Normalize, SparseAutoEncoder.
        inputs: Names of the arguments.
        active: Latents that are kept.
    """

    def __init__(self, modules: Sequence[Any], inputs: Sequence[str], active: int) -> None:
        super().__init__()
        self.steps, self.head = nn.ModuleList(modules[:-1]), modules[-1]
        self.names, self.active = tuple(inputs), active

    def forward(self, *inputs: Tensor) -> tuple[Tensor]:
        """See the class."""
        features: dict[str, Any] = dict(zip(self.names, inputs, strict=True))
        for step in self.steps:
            features = step(features)
        prepared, _ = self.head.prepare(features["sentence_embedding"])
        latents, _ = self.head.top_k(self.head.encode_pre_act(prepared), self.active, compute_aux=False)
        return (latents,)


class StaticSparse(nn.Module):
    """SparseStaticEmbedding: a weight for every token that is there.

    Args:
        weight: float[V].
        active: Entries that are kept at most; None keeps all.
    """

    def __init__(self, weight: Tensor, active: int | None) -> None:
        super().__init__()
        self.register_buffer("weight", weight)
        self.active = active

    def forward(self, *inputs: Tensor) -> tuple[Tensor]:
        """See the class."""
        input_ids, attention_mask = inputs
        weight: Tensor = self.weight  # type: ignore[assignment]  # a buffer is a tensor
        there = torch.zeros(input_ids.shape[0], weight.shape[0], dtype=weight.dtype)
        # What fills up a row is not there, even where the filler's id also stands in the text.
        there = there.scatter_reduce(1, input_ids, attention_mask.to(weight.dtype), "amax")
        return (strongest(there * weight, self.active),)


def strongest(weights: Tensor, active: int | None) -> Tensor:
    """Return float[B,V] with all but the `active` largest entries of each row at zero."""
    if active is None or active >= weights.shape[1]:
        return weights
    values, places = torch.topk(weights, active, dim=-1)
    return torch.zeros_like(weights).scatter(1, places, values)
