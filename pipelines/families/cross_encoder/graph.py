"""The cross-encoder as one graph."""

from typing import Any

from torch import Tensor, nn

from pipelines.architectures.interaction_head import InteractionHead


class CrossEncoderGraph(nn.Module):
    """input_ids, attention_mask, token_type_ids int64[B,T] to scores float[B].

    Args:
        backbone: A BERT-like model; with a classifier of one label when there is no head.
        head: Reads the token states.
    """

    def __init__(self, backbone: Any, head: InteractionHead | None) -> None:
        super().__init__()
        self.backbone, self.head = backbone, head

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """See the class."""
        found = self.backbone(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        )
        if self.head is None:
            logits: Tensor = found.logits
            return logits.squeeze(-1)
        return self.head.scores(found.last_hidden_state, input_ids, attention_mask, token_type_ids)
