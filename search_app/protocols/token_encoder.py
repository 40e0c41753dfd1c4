"""What an encoder can say about single tokens, for explanations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from search_app.records.span import Span


@dataclass(frozen=True, slots=True, eq=False)
class TokenVectors:
    """The additive parts of one text's vector.

    Attributes:
        spans: (start, end) of each token in the text; None for special tokens and those of a prompt.
        vectors: float32[len(spans), dimension]; their sum is the vector of the text.
    """

    spans: tuple[Span | None, ...]
    vectors: NDArray[np.float32]


@runtime_checkable
class TokenVectorEncoder(Protocol):
    """A dense encoder that can take its vectors apart. Thread-safe."""

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the token vectors of each passage; empty ones when the bundle has no such output."""


@runtime_checkable
class ExpansionSourceEncoder(Protocol):
    """A sparse encoder that can say which token brought an entry in. Thread-safe."""

    def expansion_sources(
        self, texts: Sequence[str], entries: Sequence[Collection[int]]
    ) -> list[dict[int, Span]]:
        """Return for each passage {vocabulary id: (start, end) of the token whose logit won the maximum}.

        Args:
            texts: Passages.
            entries: The vocabulary ids asked for, for each passage. Entries won by a special token, and
                all entries when the bundle has no such output, are left out.
        """
