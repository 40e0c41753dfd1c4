"""The dense bi-encoder as one graph: backbone, pooling, normalisation."""

from typing import Any

import torch
from torch import Tensor, nn


class DenseGraph(nn.Module):
    """input_ids, attention_mask int64[B,T] to vectors float[B,D] and token_vectors float[B,T,D].

    Mean pooling and normalisation are linear in the token states up to one factor per text, so each
    token's share of the vector is its state times that factor; the shares sum to the vector. With the first
    token's state as the vector, that token has all of it.

    Args:
        backbone: A BERT-like model of transformers.
        pooling: "mean" or "cls".
        normalise: Whether vectors have length one.
    """

    def __init__(self, backbone: Any, pooling: str = "mean", normalise: bool = True) -> None:
        super().__init__()
        self.backbone, self.pooling, self.normalise = backbone, pooling, normalise

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        states = self.backbone(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(states.dtype)
        if self.pooling == "cls":
            mask = mask * (torch.arange(mask.shape[1], device=mask.device) == 0).view(1, -1, 1)
        kept = states * mask
        if self.normalise:
            size = kept.sum(dim=1, keepdim=True).norm(dim=-1, keepdim=True)
        else:
            size = mask.sum(dim=1, keepdim=True)
        token_vectors = kept / size.clamp(min=1e-12)
        return token_vectors.sum(dim=1), token_vectors
