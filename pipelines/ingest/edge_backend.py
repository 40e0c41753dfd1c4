"""Vectors in the embedded engine: a shard in the generation's folder."""

from pathlib import Path

from pipelines.ingest.copy_vectors import copy_vectors
from search_app.collections import Generation, StoreLocation
from search_app.collections.sparse_copy import copy_folder
from search_app.protocols import VectorStore


class EdgeBackend:
    """See `pipelines.ingest.vector_backend.VectorBackend`."""

    def location(self, collection: str, generation_id: str) -> StoreLocation:
        """The folder says it all."""
        return StoreLocation("edge")

    def create(self, folder: Path, location: StoreLocation, dimension: int) -> VectorStore:
        """Return a new shard."""
        from search_app.stores import create_store

        return create_store(folder, location, dimension)

    def open(self, folder: Path, location: StoreLocation) -> VectorStore:
        """Return the shard in the folder."""
        from search_app.stores import open_store

        return open_store(folder, location)

    def published(self, source: Generation) -> VectorStore:
        """Return the published shard; other processes may be searching it."""
        from search_app.stores import open_store

        return open_store(source.vectors_path, source.manifest.store)

    def copy(self, source: Generation, folder: Path, location: StoreLocation) -> None:
        """Copy the files; hard links would let appends reach the published generation.

        Another layout means another configuration of the engine, so the points are written anew then.

        Raises:
            BadInputError: When the source's vectors are on a server, which only a job with its URL can read.
        """
        stored = source.manifest.store
        if (stored.kind, stored.layout) == ("edge", location.layout):
            copy_folder(source.vectors_path, folder)
            return
        target = self.create(folder, location, source.manifest.models["dense"].dimension)
        copy_vectors(self.published(source), target)

    def publish(self, collection: str, location: StoreLocation) -> None:
        """Nothing lies outside the folder that is published."""

    def drop(self, location: StoreLocation) -> None:
        """Nothing lies outside the folder that is deleted."""
