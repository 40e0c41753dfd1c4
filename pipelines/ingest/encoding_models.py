"""The models of an ingest: what they do, and the bundles they are opened from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from search_app.bundles import locate_bundle
from search_app.collections.model_identity import ModelIdentity, fingerprints
from search_app.passages import TokenStarts
from search_app.records import EncodedPassage, Passage

if TYPE_CHECKING:
    from search_app.encoders.dense import OnnxDenseEncoder
    from search_app.encoders.session import Device
    from search_app.encoders.sparse import OnnxSparseEncoder


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


def load_encoding_models(
    dense: str, sparse: str, threads: int | None = None, device: "Device" = "cpu"
) -> EncodingModels:
    """Locate and open both bundles; the weights load with the first passage.

    Args:
        dense: Reference of the dense bundle, see `search_app.bundles.locate_bundle`.
        sparse: Reference of the sparse bundle.
        threads: Threads per model session; None leaves it to the runtime.
        device: "cuda" asks for the GPU and falls back to the CPU with a warning.

    Raises:
        NotFoundError: When there is no such bundle.
        CorruptError: When a file of one is missing or altered.
    """
    from search_app.encoders.dense import OnnxDenseEncoder
    from search_app.encoders.passage_encoder import PassageEncoder
    from search_app.encoders.sparse import OnnxSparseEncoder

    dense_encoder = OnnxDenseEncoder(locate_bundle(dense), threads, device)
    sparse_encoder = OnnxSparseEncoder(locate_bundle(sparse), threads, device)

    def token_starts(text: str) -> list[int]:
        return [start for _, start, _ in sparse_encoder.token_spans(text)]

    return EncodingModels(
        PassageEncoder(dense_encoder, sparse_encoder),
        {"dense": _identity(dense_encoder), "sparse": _identity(sparse_encoder)},
        token_starts,
    )


def _identity(encoder: "OnnxDenseEncoder | OnnxSparseEncoder") -> ModelIdentity:
    manifest = encoder.model.manifest
    return ModelIdentity(manifest.name, encoder.fingerprint, encoder.dimension, manifest.similarity)
