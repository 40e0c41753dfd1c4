"""Vectors in the embedded engine: a shard in the generation's folder."""

import shutil
from pathlib import Path

from search_app.collections import Generation, StoreLocation
from search_app.protocols import VectorStore


class EdgeBackend:
    """See `pipelines.ingest.vector_backend.VectorBackend`."""

    def location(self, collection: str, generation_id: str) -> StoreLocation:
        """The folder says it all."""
        return StoreLocation("edge")

    def create(self, folder: Path, location: StoreLocation, dimension: int) -> VectorStore:
        """Return a new shard."""
        from search_app.stores.edge import EdgeVectorStore

        store: VectorStore = EdgeVectorStore.create(folder, dimension)
        return store

    def open(self, folder: Path, location: StoreLocation) -> VectorStore:
        """Return the shard in the folder."""
        from search_app.stores.edge import EdgeVectorStore

        store: VectorStore = EdgeVectorStore.open(folder)
        return store

    def copy(self, source: Generation, folder: Path, location: StoreLocation) -> None:
        """Copy the files; hard links would let appends reach the published generation."""
        shutil.copytree(source.vectors_path, folder)

    def publish(self, collection: str, location: StoreLocation) -> None:
        """Nothing lies outside the folder that is published."""

    def drop(self, location: StoreLocation) -> None:
        """Nothing lies outside the folder that is deleted."""
