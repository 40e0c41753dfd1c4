"""A bi-encoder's own modules as one graph, and the share each token has in the vector."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

ADDITIVE = ("mean", "mean_sqrt_len_tokens", "weightedmean", "max", "cls")


class DenseModules(nn.Module):
    """int64[B,T] inputs to vectors float[B,D] and, where they exist, token_vectors float[B,T,D].

    The vectors are what the modules themselves make. Token vectors sum to them: each token's state times its
    weight in the pooling; under maximum pooling each dimension belongs to the token it comes from.

    Args:
        modules: Of sentence-transformers, in order.
        inputs: Names of the arguments; "prompt_length" leaves a prompt out of the pooling.
        dimensions: First dimensions to keep.
        unit: Whether vectors are scaled to length one, as models compared by cosine are stored.
        pooling: Which pooling makes token vectors; None leaves these out.
    """

    def __init__(
        self, modules: Sequence[Any], inputs: Sequence[str], dimensions: int, unit: bool, pooling: str | None
    ) -> None:
        super().__init__()
        self.steps = nn.ModuleList(modules)
        self.names, self.dimensions, self.unit, self.pooling = tuple(inputs), dimensions, unit, pooling

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """See the class."""
        features: dict[str, Any] = dict(zip(self.names, inputs, strict=True))
        skipped = features.pop("prompt_length", None)
        features = self.steps[0](features)
        if skipped is not None:
            mask = features["attention_mask"]
            places = torch.arange(mask.shape[1], device=mask.device).unsqueeze(0)
            features["attention_mask"] = mask * (places >= skipped.unsqueeze(1)).to(mask.dtype)
        for step in list(self.steps)[1:]:
            features = step(features)
        vectors = features["sentence_embedding"][:, : self.dimensions]
        length = vectors.norm(dim=-1, keepdim=True).clamp(min=1e-12)
        found = vectors / length if self.unit else vectors
        if self.pooling is None:
            return (found,)
        parts = _parts(features["token_embeddings"], features["attention_mask"], self.pooling)
        whole = parts.sum(dim=1)
        if self._normalises():
            parts = parts / whole.norm(dim=-1, keepdim=True).clamp(min=1e-12).unsqueeze(1)
        parts = parts[:, :, : self.dimensions]
        if self.unit:
            parts = parts / parts.sum(dim=1, keepdim=True).norm(dim=-1, keepdim=True).clamp(min=1e-12)
        return found, parts

    def _normalises(self) -> bool:
        return any(type(step).__name__ == "Normalize" for step in self.steps)


def _parts(states: Tensor, mask: Tensor, pooling: str) -> Tensor:
    """Every token's share of the pooled vector, float[B,T,D]."""
    weight = mask.unsqueeze(-1).to(states.dtype)
    if pooling == "max":
        hidden = states.masked_fill(weight == 0, torch.finfo(states.dtype).min)
        places = torch.arange(states.shape[1], device=states.device).view(1, -1, 1)
        return states * (places == hidden.argmax(dim=1, keepdim=True)).to(states.dtype)
    if pooling == "cls":
        places = torch.arange(states.shape[1], device=states.device).view(1, -1)
        first = places == mask.to(torch.int64).argmax(dim=1, keepdim=True)
        return states * first.unsqueeze(-1).to(states.dtype)
    if pooling == "weightedmean":
        weight = weight * torch.arange(1, states.shape[1] + 1, device=states.device).view(1, -1, 1)
    total = weight.sum(dim=1, keepdim=True).clamp(min=1e-9)
    return states * weight / (total.sqrt() if pooling == "mean_sqrt_len_tokens" else total)


class FirstTokenModules(nn.Module):
    """A model that pools its first token, with what every token gave to that one's state.

    Args:
        graph: `pipelines.export.first_token_graph.FirstTokenGraph` without normalisation.
        dimensions: First dimensions to keep.
        normalises: Whether the model scales its vectors to length one.
        unit: Whether what is kept is scaled so.
    """

    def __init__(self, graph: nn.Module, dimensions: int, normalises: bool, unit: bool) -> None:
        super().__init__()
        self.whole, self.dimensions, self.normalises, self.unit = graph, dimensions, normalises, unit

    def forward(self, *inputs: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        input_ids, attention_mask = inputs
        _, parts = self.whole(input_ids, attention_mask)
        if self.normalises:
            parts = parts / _length(parts)
        parts = parts[:, :, : self.dimensions]
        if self.unit:
            parts = parts / _length(parts)
        return parts.sum(dim=1), parts


class StaticModules(nn.Module):
    """StaticEmbedding: the mean of a table's rows, with each token's share.

    Args:
        table: float[V,D].
        rest: Modules behind it; Normalize or none for token vectors.
        dimensions: First dimensions to keep.
        unit: Whether vectors are scaled to length one.
        additive: Whether there are token vectors.
    """

    def __init__(
        self, table: Tensor, rest: Sequence[Any], dimensions: int, unit: bool, additive: bool
    ) -> None:
        super().__init__()
        self.table, self.rest = nn.Embedding.from_pretrained(table), nn.ModuleList(rest)
        self.dimensions, self.unit, self.additive = dimensions, unit, additive

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """See the class."""
        input_ids, attention_mask = inputs
        mask = attention_mask.unsqueeze(-1).to(torch.float32)
        parts = self.table(input_ids) * mask / mask.sum(dim=1, keepdim=True).clamp(min=1.0)
        features: dict[str, Any] = {"sentence_embedding": parts.sum(dim=1)}
        for step in self.rest:
            features = step(features)
        vectors = features["sentence_embedding"][:, : self.dimensions]
        found = functional.normalize(vectors, dim=-1) if self.unit else vectors
        if not self.additive:
            return (found,)
        if any(type(step).__name__ == "Normalize" for step in self.rest):
            parts = parts / _length(parts)
        parts = parts[:, :, : self.dimensions]
        return found, parts / _length(parts) if self.unit else parts


def _length(parts: Tensor) -> Tensor:
    return parts.sum(dim=1, keepdim=True).norm(dim=-1, keepdim=True).clamp(min=1e-12)
