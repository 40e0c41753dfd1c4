"""Text to one dense vector."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class DenseEncoder(Protocol):
    """A bi-encoder. Thread-safe."""

    @property
    def fingerprint(self) -> str:
        """Hash of everything that changes its vectors."""

    @property
    def dimension(self) -> int:
        """Length of each vector."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[len(texts), dimension] in the order given; compared by inner product."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[len(texts), dimension] in the order given; compared by inner product."""
