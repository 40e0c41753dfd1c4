"""Where the vectors of a generation are made: the embedded engine or a Qdrant server."""

from pathlib import Path
from typing import Protocol

from search_app.collections import Generation, StoreLocation
from search_app.protocols import VectorStore


class VectorBackend(Protocol):
    """Makes, fills and removes the vector part of generations."""

    def location(self, collection: str, generation_id: str) -> StoreLocation:
        """Return where a new generation's vectors will be."""

    def create(self, folder: Path, location: StoreLocation, dimension: int) -> VectorStore:
        """Return a new, empty store."""

    def open(self, folder: Path, location: StoreLocation) -> VectorStore:
        """Return a store that exists, for writing."""

    def published(self, source: Generation) -> VectorStore:
        """Return the store of a published generation, for reading only."""

    def copy(self, source: Generation, folder: Path, location: StoreLocation) -> None:
        """Make a store that holds what a published generation holds, leaving that one as it is."""

    def publish(self, collection: str, location: StoreLocation) -> None:
        """Point outside readers, where there can be any, to this store."""

    def drop(self, location: StoreLocation) -> None:
        """Remove what lies outside the generation's folder; what is not there is no error."""
