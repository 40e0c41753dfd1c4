"""The sparse encoders as one graph each: backbone, head, and where each weight comes from."""

from typing import Any

import torch
from sentence_transformers.sparse_encoder.modules import SparseAutoEncoder
from torch import Tensor, nn
from torch.nn import functional

from pipelines.architectures.lexical_head import NEVER, LexicalHead
from pipelines.architectures.max_pooled_logits import pool


def sparse_graph(backbone: Any, head: nn.Module) -> tuple[nn.Module, int]:
    """Return the graph of a trained encoder and the length of its vectors.

    Args:
        backbone: A model of transformers; with a masked-LM head where that is what `head` pools.
        head: A lexical head, pooled logits, or the autoencoder of CSR.
    """
    if isinstance(head, LexicalHead):
        return SparseGraph(backbone, head), int(head.decoder.shape[0])
    if isinstance(head, SparseAutoEncoder):
        return CsrGraph(backbone, head), int(head.hidden_dim)
    return MaskedLmGraph(backbone), int(backbone.config.vocab_size)


class MaskedLmGraph(nn.Module):
    """SPLADE: input_ids, attention_mask int64[B,T] to weights float[B,V] and sources int64[B,V].

    Args:
        backbone: With a masked-LM head.
    """

    def __init__(self, backbone: Any) -> None:
        super().__init__()
        self.backbone = backbone

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        logits = self.backbone(input_ids=input_ids, attention_mask=attention_mask).logits
        pooled, position = pool(logits, attention_mask)
        return torch.log1p(torch.relu(pooled)), position


class CsrGraph(nn.Module):
    """CSR (Wen et al. 2025): input_ids, attention_mask int64[B,T] to weights float[B,latents].

    Args:
        backbone: Its token states are averaged.
        head: The autoencoder, of which only the encoder is kept.
    """

    def __init__(self, backbone: Any, head: SparseAutoEncoder) -> None:
        super().__init__()
        self.backbone, self.head = backbone, head

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor]:
        """See the class."""
        states = self.backbone(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1e-9)
        prepared, _ = self.head.prepare(mean)
        latents, _ = self.head.top_k(self.head.encode_pre_act(prepared), compute_aux=False)
        return (latents,)


class SparseGraph(nn.Module):
    """input_ids, attention_mask int64[B,T] to weights float[B,V] and sources int64[B,V].

    `sources` is the position whose logit won the maximum.

    Args:
        backbone: A BERT-like model of transformers.
        head: Trained.
    """

    def __init__(self, backbone: Any, head: LexicalHead) -> None:
        super().__init__()
        self.backbone, self.head = backbone, head
        decoder = (head.decoder * head.scale.detach()).T.contiguous()
        self.register_buffer("scaled_decoder", decoder)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        head = self.head
        states = self.backbone(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        kept = attention_mask.bool() & ~head.banned[input_ids]
        own = head.own_logits(states, input_ids, kept).masked_fill(~kept, NEVER)
        directions = functional.normalize(head.transform(states), dim=-1) * kept.unsqueeze(-1)
        logits = directions @ self.scaled_decoder
        added = logits.amax(dim=1) + head.bias
        position = logits.argmax(dim=1)
        pooled = added.scatter_reduce(1, input_ids, own, "amax")
        weights = torch.log1p(torch.relu(pooled)).masked_fill(head.banned, 0.0)
        return weights, self._sources(input_ids, own, pooled, position)

    def _sources(self, ids: Tensor, own: Tensor, pooled: Tensor, position: Tensor) -> Tensor:
        """The last position of an own token whose logit is the maximum, else the expansion's position."""
        places = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0).expand_as(ids)
        wins = own >= pooled.gather(1, ids)
        nowhere = torch.full_like(position, -1)
        winners = nowhere.scatter_reduce(1, ids, torch.where(wins, places, -1), "amax")
        return torch.where(winners >= 0, winners, position)
