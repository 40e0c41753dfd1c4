"""The models of an ingest: what they do, and the bundles they are opened from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

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


@runtime_checkable
class TitleCutter(Protocol):
    """A batch encoder that says where it does not read all of a title."""

    def cuts_title(self, passage: Passage) -> bool:
        """Whether a model is given only the beginning of the passage's title."""


@dataclass(frozen=True, slots=True)
class EncodingModels:
    """What an ingest encodes with.

    Attributes:
        encoder: Text to vectors.
        identities: {"dense": ..., "sparse": ...}, stored in the collection.
        token_starts: Tokenises for the budget of passages.
        room: Tokens of a passage, title included, that all of them read; None when they read any number.
    """

    encoder: BatchEncoder
    identities: Mapping[str, ModelIdentity]
    token_starts: TokenStarts
    room: int | None = None

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

    return EncodingModels(
        PassageEncoder(dense_encoder, sparse_encoder),
        {"dense": _identity(dense_encoder), "sparse": _identity(sparse_encoder)},
        sparse_encoder.token_starts,
        min(dense_encoder.passage_room, sparse_encoder.passage_room),
    )


def _identity(encoder: "OnnxDenseEncoder | OnnxSparseEncoder") -> ModelIdentity:
    manifest = encoder.model.manifest
    return ModelIdentity(manifest.name, encoder.fingerprint, encoder.dimension, manifest.similarity)
