"""Where a generation's vectors are, and how they are kept."""

from dataclasses import dataclass, replace
from typing import Literal

from search_app.errors import BadInputError
from search_app.records.similarity import Similarity

Quantization = Literal["none", "scalar"]


@dataclass(frozen=True, slots=True)
class VectorLayout:
    """How dense vectors are kept for searching.

    Attributes:
        quantization: "scalar" searches one byte per dimension, kept in memory, and scores the best with the
            original vectors again; "none" searches the originals, four bytes per dimension.
        on_disk: Read the original vectors from disk when they are needed instead of keeping them in memory.
        similarity: Of the model: with "cosine" only vectors of length one are taken in, with "dot" any that
            are finite. Both are searched by their inner product.
    """

    quantization: Quantization = "none"
    on_disk: bool = False
    similarity: Similarity = "cosine"


PLAIN = VectorLayout()


@dataclass(frozen=True, slots=True)
class VectorLocation:
    """Where the vectors are, as a manifest says: in the generation's folder, or on a Qdrant server.

    Attributes:
        kind: Which of both.
        collection: Name of the collection on the server.
        quantization: See `VectorLayout`.
        on_disk: See `VectorLayout`.
        similarity: See `VectorLayout`.
    """

    kind: Literal["edge", "server"] = "edge"
    collection: str | None = None
    quantization: Quantization = "none"
    on_disk: bool = False
    similarity: Similarity = "cosine"

    def keeping(self, layout: VectorLayout) -> "VectorLocation":
        """Return this location with the vectors kept so."""
        return replace(
            self,
            quantization=layout.quantization,
            on_disk=layout.on_disk,
            similarity=layout.similarity,
        )

    @property
    def layout(self) -> VectorLayout:
        """How the dense vectors are kept."""
        return VectorLayout(self.quantization, self.on_disk, self.similarity)


def check_location(location: VectorLocation) -> str:
    """Return the collection's name, which is empty for a folder; a location may come from a damaged file.

    Raises:
        BadInputError: When it names neither engine, or a server without a collection.
    """
    name = location.collection or ""
    if location.kind != "edge" and (location.kind != "server" or not name):
        raise BadInputError(
            f"vectors of kind {location.kind!r} in collection {location.collection!r}",
            "edge, or server with the name of a collection",
            "ingest the collection again with --recreate",
        )
    return name
