"""A teacher's vectors for texts, and for stretches of passages, as the target of token states."""

from collections.abc import Iterable
from typing import Any

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity


class StretchEmbeddingLoss(nn.Module):
    """One minus the cosine to the teacher's vectors, of whole texts and of stretches within them.

    A text's vector alone leaves open what its tokens say: a student is right when every state says the whole
    text, and a token's share of a score then means nothing. So the mean of the states within a stretch, read
    in the whole passage, is to be what the teacher says of the stretch by itself (as late chunking hopes for,
    Günther et al. 2024): what a state says then comes from around it.

    Args:
        model: The student; its vectors are means of its token states.
    """

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """See the class.

        Args:
            sentence_features: Of queries and of passages.
            labels: float[batch, 2 + stretches, dimension + 2], see `pipelines.distil.teacher_vectors`.
        """
        queries, passages = (self.model(features) for features in sentence_features)
        targets, bounds = labels[..., :-2], labels[..., -2:]
        states = passages["token_embeddings"]
        places = torch.arange(states.shape[1], device=states.device)
        within = (places >= bounds[:, 2:, :1]) & (places < bounds[:, 2:, 1:])
        means = within.to(states.dtype) @ states
        whole = [queries["sentence_embedding"], passages["sentence_embedding"]]
        return sum(
            (self._distance(found, targets[:, place]) for place, found in enumerate(whole)),
            start=self._distance(means, targets[:, 2:]),
        )

    @staticmethod
    def _distance(found: Tensor, target: Tensor) -> Tensor:
        return 1 - cosine_similarity(found, target, dim=-1).mean()

    def get_config_dict(self) -> dict[str, Any]:
        """Nothing to note: the loss has no settings."""
        return {}
