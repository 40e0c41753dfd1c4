"""A bi-encoder whose vector is its first token's state, with what every token gave to that state.

The last layer of such a model reads the tokens once, by the attention of the first one; behind it come sums,
normalisations and one activation function. With the attention weights, the deviations that the normalisations
divide by and the share of each unit that the activation lets through (GELU(z) = z * Phi(z)) as they are for
the text, all of that is linear, so the state is exactly a sum over the tokens. It is the last step of the
decompositions of GlobEnc (Modarressi et al. 2022) and DecompX (Modarressi et al. 2023); what a token's state
holds of its neighbours below that layer stays with the token.
"""

import copy
from typing import Any

import torch
from torch import Tensor, nn

from search_app.errors import BadInputError

_GELU = ("gelu", "gelu_python")


class FirstTokenGraph(nn.Module):
    """input_ids, attention_mask int64[B,T] to vectors float[B,D] and token_vectors float[B,T,D].

    The latter sum to the former. The first token also has what no token gave: its own state before the last
    layer, and the biases.

    Args:
        backbone: A BERT or RoBERTa of transformers.
        normalise: Whether vectors have length one.

    Raises:
        BadInputError: When the model is of another build.
    """

    def __init__(self, backbone: Any, normalise: bool = True) -> None:
        super().__init__()
        if not can_decompose(backbone):
            raise BadInputError(
                f"the last layer of {type(backbone).__name__} cannot be taken apart",
                "a BERT or RoBERTa with GELU",
            )
        lower = copy.deepcopy(backbone)
        self.last = lower.encoder.layer[-1]
        lower.encoder.layer = lower.encoder.layer[:-1]
        self.lower, self.normalise = lower, normalise
        self.heads = backbone.config.num_attention_heads

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """See the class."""
        states = self.lower(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        first = (torch.arange(states.shape[1], device=states.device) == 0).to(states.dtype).view(1, -1, 1)
        attended, output = self.last.attention.output, self.last.output
        parts = nn.functional.linear(self._attended(states, attention_mask), attended.dense.weight)
        parts = parts + first * (states[:, :1] + attended.dense.bias)
        parts = _normalised(parts, attended.LayerNorm, first)
        inner = nn.functional.linear(parts, self.last.intermediate.dense.weight)
        inner = inner + first * self.last.intermediate.dense.bias
        passed = 0.5 * (1 + torch.erf(inner.sum(dim=1, keepdim=True) / 2**0.5))
        outer = nn.functional.linear(inner * passed, output.dense.weight)
        parts = _normalised(parts + outer + first * output.dense.bias, output.LayerNorm, first)
        if self.normalise:
            parts = parts / parts.sum(dim=1, keepdim=True).norm(dim=-1, keepdim=True).clamp(min=1e-12)
        return parts.sum(dim=1), parts

    def _attended(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        """What each token puts into the first one's attention, float[B,T,D]."""
        attention = self.last.attention.self
        batch, length, width = states.shape
        size = width // self.heads
        query = attention.query(states[:, :1]).view(batch, 1, self.heads, size)
        keys = attention.key(states).view(batch, length, self.heads, size)
        values = attention.value(states).view(batch, length, self.heads, size)
        scores = (query * keys).sum(dim=-1) / size**0.5
        hidden = (1 - attention_mask).unsqueeze(-1).to(states.dtype) * torch.finfo(states.dtype).min
        weights = torch.softmax(scores + hidden, dim=1).unsqueeze(-1)
        return (weights * values).reshape(batch, length, width)


def can_decompose(backbone: Any) -> bool:
    """Whether a model's last layer is built as `FirstTokenGraph` takes it apart."""
    kind = getattr(backbone.config, "model_type", "")
    return kind in ("bert", "roberta") and getattr(backbone.config, "hidden_act", "") in _GELU


def _normalised(parts: Tensor, norm: nn.LayerNorm, first: Tensor) -> Tensor:
    """Layer normalisation of the sum, part by part; its bias goes to the first."""
    centred = parts - parts.mean(dim=-1, keepdim=True)
    spread = (centred.sum(dim=1, keepdim=True).pow(2).mean(dim=-1, keepdim=True) + norm.eps).sqrt()
    return norm.weight * centred / spread + first * norm.bias
