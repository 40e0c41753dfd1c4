"""The dense bi-encoder as one graph: backbone, mean pooling, normalisation."""

from typing import Any

from torch import Tensor, nn


class DenseGraph(nn.Module):
    """input_ids, attention_mask int64[B,T] to vectors float[B,D] and token_vectors float[B,T,D].

    Mean pooling and normalisation are linear in the token states up to one factor per text, so each
    token's share of the vector is its state times that factor; the shares sum to the vector.

    Args:
        backbone: A BERT-like model of transformers.
    """

    def __init__(self, backbone: Any) -> None:
        super().__init__()
        self.backbone = backbone

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        states = self.backbone(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = states * attention_mask.unsqueeze(-1).to(states.dtype)
        norm = kept.sum(dim=1, keepdim=True).norm(dim=-1, keepdim=True).clamp(min=1e-12)
        token_vectors = kept / norm
        return token_vectors.sum(dim=1), token_vectors
