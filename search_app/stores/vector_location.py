"""Where a generation's vectors are, and how they are kept."""

from dataclasses import dataclass
from typing import Literal, Protocol

Quantization = Literal["none", "scalar"]


@dataclass(frozen=True, slots=True)
class VectorLayout:
    """How dense vectors are kept for searching.

    Attributes:
        quantization: "scalar" searches one byte per dimension, kept in memory, and scores the best with the
            original vectors again; "none" searches the originals, four bytes per dimension.
        on_disk: Read the original vectors from disk when they are needed instead of keeping them in memory.
    """

    quantization: Quantization = "none"
    on_disk: bool = False


PLAIN = VectorLayout()


class VectorLocation(Protocol):
    """Where a generation's vectors are, as its manifest says."""

    @property
    def kind(self) -> str:
        """Either "edge" or "server"."""

    @property
    def collection(self) -> str | None:
        """Name of the collection on the server."""

    @property
    def layout(self) -> VectorLayout:
        """How the dense vectors are kept."""
