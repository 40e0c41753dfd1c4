"""Query and passage together to one relevance score."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray


class Reranker(Protocol):
    """A cross-encoder. Thread-safe."""

    @property
    def fingerprint(self) -> str:
        """Hash of everything that changes its scores."""

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[len(texts)], larger is more relevant, in the order given."""


@runtime_checkable
class WindowedReader(Protocol):
    """A reranker that reads only so much of a text. Thread-safe."""

    def read(self, query: str, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the scores as `Reranker.score`, and float32[len(texts)], the share of each text it read."""

    def characters_read(self, query: str, text: str) -> int:
        """Return how many first characters of `text` it reads beside `query`."""

    def tokens_read(self, query: str) -> int:
        """Return how many tokens of a text it reads beside `query`, special tokens not counted."""

    def token_starts(self, text: str) -> Sequence[int]:
        """Return the character at which each token of `text` starts, in order."""
