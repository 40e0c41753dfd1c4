"""A SPLADE head that starts as a lexical ranker and learns to weigh and to expand.

SPLADE (Formal et al. 2021) takes its lexical behaviour from a pretrained masked-LM head. Where the
backbone has none, an own-token path supplies it:

    own(t)    = prior[t] + tf · log(count of t) - length · log(tokens / 100) + w · h_t
    added(v)  = scale · max over positions of cos(W h_i, E_v) + bias[v]
    weight(v) = log(1 + relu(max(own(v), added(v))))

`prior`, `tf` and `length` make it close to BM25 before any training (queries carry the IDF); `w` starts
at zero, `W` at the identity and `bias` low enough that few terms are added.
"""

from typing import Any

import torch
from sentence_transformers.base.modules import Module
from torch import Tensor, nn
from torch.nn import functional

from pipelines.architectures.hub_options import hub_options

REFERENCE_LENGTH = 100.0
NEVER = -1e4


class LexicalHead(Module):
    """Token states float[B,T,D] to sparse vectors float[B,V] >= 0.

    Args:
        embeddings: float[V,D], the backbone's input embeddings; they decode the expansion and stay fixed.
        special_ids: Vocabulary entries that never get a weight, and positions that never give one.
        prior: Start of the own-token weight, before log(1 + x).
        frequency: Start of the factor of log(count in the passage).
        length: Start of the factor of log(passage tokens / 100).
        scale: Factor of the cosine between a position and a vocabulary entry.
        bias: Start of the expansion bias.
    """

    config_keys = [
        "prior_start",
        "frequency_start",
        "length_start",
        "scale_start",
        "bias_start",
        "special_ids",
    ]

    def __init__(
        self,
        embeddings: Tensor,
        special_ids: list[int],
        prior: float = 1.0,
        frequency: float = 1.0,
        length: float = 0.4,
        scale: float = 4.0,
        bias: float = -1.4,
    ) -> None:
        super().__init__()
        self.prior_start, self.frequency_start, self.length_start = prior, frequency, length
        self.scale_start, self.bias_start, self.special_ids = scale, bias, list(special_ids)
        vocabulary, width = embeddings.shape
        self.register_buffer("decoder", functional.normalize(embeddings.detach().float(), dim=1).clone())
        self.register_buffer("banned", torch.zeros(vocabulary, dtype=torch.bool))
        self.banned[self.special_ids] = True
        self.transform = nn.Linear(width, width)
        nn.init.eye_(self.transform.weight)
        nn.init.zeros_(self.transform.bias)
        self.weigh = nn.Linear(width, 1, bias=False)
        nn.init.zeros_(self.weigh.weight)
        self.prior = nn.Parameter(torch.full((vocabulary,), float(prior)))
        self.bias = nn.Parameter(torch.full((vocabulary,), float(bias)))
        self.frequency = nn.Parameter(torch.tensor(float(frequency)))
        self.length = nn.Parameter(torch.tensor(float(length)))
        self.scale = nn.Parameter(torch.tensor(float(scale)))

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Add `sentence_embedding`, float[B,V]."""
        features["sentence_embedding"] = self.vectors(
            features["token_embeddings"].float(), features["input_ids"], features["attention_mask"]
        )
        return features

    def vectors(self, states: Tensor, ids: Tensor, mask: Tensor) -> Tensor:
        """States float[B,T,D], ids and mask int64[B,T]; returns float[B,V]."""
        kept = mask.bool() & ~self.banned[ids]
        own = self.own_logits(states, ids, kept)
        # A direction of zero leaves special tokens and padding at the bias, which costs no masked copy.
        directions = functional.normalize(self.transform(states), dim=-1) * kept.unsqueeze(-1)
        pooled = self._trainable(directions) if self.training else self._pooled(directions)[0]
        pooled = pooled.float().scatter_reduce(1, ids, own.masked_fill(~kept, NEVER), "amax")
        return torch.log1p(torch.relu(pooled)).masked_fill(self.banned, 0.0)

    def own_logits(self, states: Tensor, ids: Tensor, kept: Tensor) -> Tensor:
        """What each position says about its own token, float[B,T]."""
        same = (ids.unsqueeze(2) == ids.unsqueeze(1)) & kept.unsqueeze(1)
        count = same.sum(dim=2).clamp(min=1).float()
        tokens = kept.sum(dim=1, keepdim=True).clamp(min=1).float()
        length = self.length * torch.log(tokens / REFERENCE_LENGTH)
        seen = self.frequency * torch.log(count)
        return self.prior[ids] + seen - length + self.weigh(states).squeeze(-1).float()

    def _pooled(self, directions: Tensor) -> tuple[Tensor, Tensor]:
        """Best expansion logit of each entry and the position it comes from, both [B,V].

        The maximum is taken before the activation: log(1 + relu) is monotone, so the vector is the same
        and the activation runs on V values instead of T × V.
        """
        logits = directions @ self.decoder.to(directions.dtype).T
        cosine, position = logits.max(dim=1)
        return self.scale * cosine + self.bias, position

    def _trainable(self, directions: Tensor) -> Tensor:
        """Like `_pooled`, with a graph through the active entries only.

        relu passes no gradient elsewhere, so leaving out the others changes nothing, and the backward
        pass costs a few hundred dot products per passage instead of T × V.
        """
        with torch.no_grad():
            pooled, position = self._pooled(directions)
        rows, entries = (pooled > 0).nonzero(as_tuple=True)
        chosen = directions[rows, position[rows, entries]]
        cosine = (chosen.float() * self.decoder[entries]).sum(dim=-1)
        values = self.scale * cosine + self.bias[entries]
        return torch.full_like(pooled, NEVER).float().index_put((rows, entries), values)

    def save(self, output_path: str, *args: Any, safe_serialization: bool = True, **kwargs: Any) -> None:
        """Write configuration and weights."""
        self.save_config(output_path)
        self.save_torch_weights(output_path, safe_serialization=safe_serialization)

    def get_config_dict(self) -> dict[str, Any]:
        """Configuration, with the shape that loading needs."""
        return {**super().get_config_dict(), "shape": list(self.decoder.shape)}

    @classmethod
    def load(  # type: ignore[override]  # the library names what is passed
        cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any
    ) -> "LexicalHead":
        """Read what `save` wrote."""
        hub = hub_options(kwargs)
        config = cls.load_config(model_name_or_path, subfolder=subfolder, **hub)
        head = cls(torch.zeros(*config["shape"]), config["special_ids"])
        for name in ("prior", "frequency", "length", "scale", "bias"):
            setattr(head, f"{name}_start", config[f"{name}_start"])
        return cls.load_torch_weights(model_name_or_path, subfolder=subfolder, model=head, **hub)

    def get_embedding_dimension(self) -> int:
        """Size of the vocabulary."""
        return int(self.decoder.shape[0])
