"""The sparse encoder as one graph: backbone, lexical head, and where each weight comes from."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from pipelines.architectures.lexical_head import NEVER, LexicalHead


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
