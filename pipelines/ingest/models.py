"""The models of an ingest, and what identifies them in the collection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from search_app.collections import ModelIdentity
from search_app.errors import MismatchError
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


def fingerprints(identities: Mapping[str, ModelIdentity]) -> dict[str, str]:
    """Return {lane: fingerprint}."""
    return {lane: identity.fingerprint for lane, identity in sorted(identities.items())}


def check_same_models(
    collection: str, stored: Mapping[str, ModelIdentity], given: Mapping[str, ModelIdentity]
) -> None:
    """Refuse to mix vectors of different models in one collection.

    Raises:
        MismatchError: Names both models and what to do.
    """
    for lane, model in sorted(given.items()):
        there = stored.get(lane)
        if there is None or there.fingerprint != model.fingerprint:
            name = f"{there.name} ({there.fingerprint[:12]})" if there else "no model"
            raise MismatchError(
                f"collection {collection!r} holds {lane} vectors of {name}, "
                f"the job encodes with {model.name} ({model.fingerprint[:12]})",
                "the same model for all passages of a collection",
                f"ingest with --recreate to encode everything anew, or set SEARCH_APP_{lane.upper()}_BUNDLE "
                "to the model of the collection",
            )
