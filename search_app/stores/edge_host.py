"""Vectors in the embedded engine: a shard in the generation's folder."""

from pathlib import Path

from search_app.errors import BadInputError
from search_app.protocols import VectorStore
from search_app.stores.copy_vectors import copy_vectors
from search_app.stores.sparse_copy import copy_folder
from search_app.stores.vector_location import PLAIN, VectorLayout, VectorLocation, check_location


class EdgeHost:
    """See `search_app.stores.host.VectorHost`."""

    def location(self, collection: str, generation_id: str, layout: VectorLayout = PLAIN) -> VectorLocation:
        """The folder says it all."""
        return VectorLocation("edge").keeping(layout)

    def check(self, collection: str, location: VectorLocation) -> None:
        """The folder is our own."""

    def create(self, folder: Path, location: VectorLocation, dimension: int) -> VectorStore:
        """Return a new shard."""
        from search_app.stores.edge import EdgeVectorStore

        _check_embedded(location)
        return EdgeVectorStore.create(folder, dimension, location.layout)

    def open(self, folder: Path, location: VectorLocation) -> VectorStore:
        """Return the shard in the folder; other processes may be searching it."""
        from search_app.stores.edge import EdgeVectorStore

        _check_embedded(location)
        return EdgeVectorStore.open(folder, not location.on_disk, location.similarity)

    def copy(
        self, source: Path, stored: VectorLocation, folder: Path, location: VectorLocation, dimension: int
    ) -> None:
        """Copy the files; hard links would let appends reach the published generation.

        Another layout means another configuration of the engine, so the points are written anew then.

        Raises:
            BadInputError: When the source's vectors are on a server, which only a job with its URL can read.
        """
        if (stored.kind, stored.layout) == ("edge", location.layout):
            copy_folder(source, folder)
            return
        copy_vectors(self.open(source, stored), self.create(folder, location, dimension))

    def publish(self, collection: str, location: VectorLocation) -> None:
        """Nothing lies outside the folder that is published."""

    def drop(self, location: VectorLocation) -> None:
        """Nothing lies outside the folder that is deleted."""


def _check_embedded(location: VectorLocation) -> None:
    check_location(location)
    if location.kind == "server":
        raise BadInputError(
            f"the vectors of this collection are in {location.collection!r} on a Qdrant server",
            "the server's address",
            "set QDRANT_URL, and QDRANT_API_KEY if it has a key",
        )
