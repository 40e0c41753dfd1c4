"""The models of an ingest, and what identifies them in the collection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from search_app.collections.model_identity import ModelIdentity, fingerprints
from search_app.passages import TokenStarts
from search_app.records import EncodedPassage, Passage


class BatchEncoder(Protocol):
    """Encodes passages for all vector lanes at once."""

    def encode(self, passages: Sequence[Passage]) -> list[EncodedPassage]:
        """Return the passages with their vectors, in the order given."""

    def encode_lane(self, lane: str, passages: Sequence[Passage]) -> list[Any]:
        """Return the vectors of one lane: float32[dimension] for "dense", SparseVector for "sparse"."""


@dataclass(frozen=True, slots=True)
class EncodingModels:
    """What an ingest encodes with.

    Attributes:
        encoder: Text to vectors.
        identities: {"dense": ..., "sparse": ...}, stored in the collection.
        token_starts: Tokenises for the budget of passages.
    """

    encoder: BatchEncoder
    identities: Mapping[str, ModelIdentity]
    token_starts: TokenStarts

    @property
    def dimension(self) -> int:
        """Length of a dense vector."""
        return self.identities["dense"].dimension

    @property
    def fingerprints(self) -> dict[str, str]:
        """{lane: fingerprint}."""
        return fingerprints(self.identities)
