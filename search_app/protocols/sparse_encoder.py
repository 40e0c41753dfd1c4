"""Text to one sparse vector over a vocabulary."""

from collections.abc import Sequence
from typing import Protocol

from search_app.records import SparseVector


class SparseEncoder(Protocol):
    """A learned sparse encoder (SPLADE family). Thread-safe."""

    @property
    def fingerprint(self) -> str:
        """Hash of everything that changes its vectors."""

    @property
    def dimension(self) -> int:
        """Size of the vocabulary; every index is below it."""

    def encode_passages(self, texts: Sequence[str]) -> list[SparseVector]:
        """Return one vector per text, in the order given."""

    def encode_queries(self, texts: Sequence[str]) -> list[SparseVector]:
        """Return one vector per text, in the order given; may be empty for a query of no known token."""

    def token(self, index: int) -> str:
        """Return the vocabulary entry, subword marks included (`##ing`)."""

    def token_spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return (vocabulary id, start, end) for each token of `text`, special tokens left out.

        Offsets count characters of `text`. Not truncated to the model's window.
        """
