"""Cross-encoders that judge training pairs: one of our bundles, or any model of sentence-transformers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipelines.base_model import locate_base_model
from search_app.bundles import is_bundle, locate_bundle
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

SHIPPED = "cross-encoder"
_BATCH = 64


class Teacher(Protocol):
    """Scores passages for a query."""

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[n], larger is more relevant."""


class TorchTeacher:
    """A cross-encoder of sentence-transformers, on the GPU where there is one; its raw logits are the scores.

    Args:
        model: Folder or hub id.
    """

    def __init__(self, model: str) -> None:
        import torch
        from sentence_transformers import CrossEncoder

        self._identity = torch.nn.Identity()
        self._model = CrossEncoder(model, device="cuda" if torch.cuda.is_available() else "cpu")

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See `Teacher`."""
        pairs = [(query, text) for text in texts]
        found = self._model.predict(
            pairs, batch_size=_BATCH, activation_fn=self._identity, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32).reshape(-1)


def load_teacher(name: str, root: Path) -> Teacher:
    """Return the shipped cross-encoder, a bundle, a model folder's or a hub id's.

    Raises:
        NotFoundError: When there is no such folder and the name is not owner/name.
    """
    if name == SHIPPED:
        return OnnxCrossEncoder(locate_bundle(SHIPPED))
    for folder in (Path(name).expanduser(), root / name):
        if is_bundle(folder):
            return OnnxCrossEncoder(folder)
    return TorchTeacher(locate_base_model(name, root))


def check_teacher(name: str, root: Path) -> None:
    """Find a missing teacher before any work is done.

    Raises:
        NotFoundError: As `load_teacher`.
    """
    folders = (Path(name).expanduser(), root / name)
    if name != SHIPPED and not any(is_bundle(folder) for folder in folders):
        locate_base_model(name, root)
