"""Where a generation's vectors are."""

from typing import Protocol


class VectorLocation(Protocol):
    """Where a generation's vectors are, as its manifest says."""

    @property
    def kind(self) -> str:
        """Either "edge" or "server"."""

    @property
    def collection(self) -> str | None:
        """Name of the collection on the server."""
