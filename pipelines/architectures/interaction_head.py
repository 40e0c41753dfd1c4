"""A cross-encoder head that starts as a late-interaction ranker and learns to read the pair.

A classifier on [CLS] knows nothing about relevance until it has seen many labelled pairs. The states of a
sentence encoder do: the best match of each query token among the passage's tokens (MaxSim, Khattab and
Zaharia 2020) ranks well without training. Query and passage are still encoded jointly, so the states
learn to look at each other.

    score = f · [MaxSim, MaxSim weighted by the tokens' learned importance, shared tokens,
                 cosine of the mean states] + v · tanh(U h_CLS) + b
"""

from typing import Any

import torch
from sentence_transformers.base.modules import Module
from torch import Tensor, nn
from torch.nn import functional

from pipelines.architectures.hub_options import hub_options

FAR = -1.0
START = (0.0, 14.0, 0.0, 10.0)
OFFSET = -16.0


class InteractionHead(Module):
    """Token states of a pair, float[B,T,D], to relevance logits float[B,1].

    Args:
        importance: float[V], the start of each query token's weight, for example its IDF.
        special_ids: Tokens that take no part.
        width: D.
    """

    config_keys = ["special_ids", "width"]

    def __init__(self, importance: Tensor, special_ids: list[int], width: int) -> None:
        super().__init__()
        self.special_ids, self.width = list(special_ids), width
        self.importance = nn.Parameter(importance.detach().float().clone())
        self.register_buffer("special", torch.zeros(importance.shape[0], dtype=torch.bool))
        self.special[self.special_ids] = True
        self.project = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.project.weight)
        self.read = nn.Linear(width, width)
        self.verdict = nn.Linear(width, 1)
        nn.init.zeros_(self.verdict.weight)
        nn.init.constant_(self.verdict.bias, OFFSET)
        self.mixture = nn.Parameter(torch.tensor(START))

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add `scores`, float[B,1]."""
        features["scores"] = self.scores(
            features["token_embeddings"],
            features["input_ids"],
            features["attention_mask"],
            features["token_type_ids"],
        ).unsqueeze(1)
        return features

    def scores(self, states: Tensor, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """float[B], larger is more relevant."""
        states = states.float()
        words = (mask > 0) & ~self.special[ids]
        query, passage = words & (types == 0), words & (types > 0)
        matches = self.matches(states, ids, query, passage)
        verdict = self.verdict(torch.tanh(self.read(states[:, 0]))).squeeze(-1).float()
        return (matches * self.mixture).sum(dim=1) + verdict

    def matches(self, states: Tensor, ids: Tensor, query: Tensor, passage: Tensor) -> Tensor:
        """The four lexical and semantic matches, float[B,4], each about 0 to 1."""
        directions = functional.normalize(self.project(states).float(), dim=-1)
        similar = (directions @ directions.transpose(1, 2)).float()
        best = similar.masked_fill(~passage.unsqueeze(1), FAR).amax(dim=2)
        same = ((ids.unsqueeze(2) == ids.unsqueeze(1)) & passage.unsqueeze(1)).any(dim=2).float()
        even = query.float()
        weight = even * torch.relu(self.importance)[ids]
        cosine = functional.cosine_similarity(_mean(states, query), _mean(states, passage), dim=-1)
        parts = [_share(best, even), _share(best, weight), _share(same, weight), cosine]
        return torch.stack(parts, dim=1)

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write configuration and weights."""
        self.save_config(output_path)
        self.save_torch_weights(output_path, safe_serialization=safe_serialization)

    def get_config_dict(self) -> dict[str, Any]:
        """Configuration, with the size that loading needs."""
        return {**super().get_config_dict(), "vocabulary": self.importance.shape[0]}

    @classmethod
    def load(  # type: ignore[override]  # the library names what is passed
        cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any
    ) -> "InteractionHead":
        """Read what `save` wrote."""
        hub = hub_options(kwargs)
        config = cls.load_config(model_name_or_path, subfolder=subfolder, **hub)
        head = cls(torch.zeros(config["vocabulary"]), config["special_ids"], config["width"])
        return cls.load_torch_weights(model_name_or_path, subfolder=subfolder, model=head, **hub)


def _share(values: Tensor, weights: Tensor) -> Tensor:
    """Weighted mean over the last dimension; 0 where nothing has weight."""
    return (values * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-6)


def _mean(states: Tensor, chosen: Tensor) -> Tensor:
    weights = chosen.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1.0)
