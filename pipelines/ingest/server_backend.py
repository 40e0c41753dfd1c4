"""Vectors on a Qdrant server: one collection per generation, and an alias for outside readers."""

from contextlib import closing
from pathlib import Path

from pipelines.ingest.copy_vectors import copy_vectors
from search_app.collections import Generation, StoreLocation
from search_app.protocols import VectorStore


class ServerBackend:
    """See `pipelines.ingest.vector_backend.VectorBackend`.

    Args:
        url: The server, such as http://127.0.0.1:6333.
        api_key: Its key, if it has one.
    """

    def __init__(self, url: str, api_key: str | None = None) -> None:
        self._url, self._key = url, api_key

    def location(self, collection: str, generation_id: str) -> StoreLocation:
        """Each generation has a collection of its own, so that the old one answers until the switch."""
        return StoreLocation("server", f"{collection}__{generation_id}")

    def create(self, folder: Path, location: StoreLocation, dimension: int) -> VectorStore:
        """Return a new, empty collection."""
        from search_app.stores import create_store

        return create_store(folder, location, dimension, self._url, self._key)

    def open(self, folder: Path, location: StoreLocation) -> VectorStore:
        """Return a collection that exists."""
        from search_app.stores import open_store

        return open_store(folder, location, self._url, self._key)

    def published(self, source: Generation) -> VectorStore:
        """Return what was published, on the server or, before the first job with one, in a folder."""
        from search_app.stores import open_store

        return open_store(source.vectors_path, source.manifest.store, self._url, self._key)

    def copy(self, source: Generation, folder: Path, location: StoreLocation) -> None:
        """Read every point and write it to a new collection; the server has no copy of its own."""
        dimension = source.manifest.models["dense"].dimension
        copy_vectors(self.published(source), self.create(folder, location, dimension))

    def publish(self, collection: str, location: StoreLocation) -> None:
        """Switch the alias of the collection's name."""
        from search_app.stores.server_collections import publish_alias
        from search_app.stores.server_connection import connect

        if location.collection is not None:
            with closing(connect(self._url, self._key)) as client:
                publish_alias(client, collection, location.collection)

    def drop(self, location: StoreLocation) -> None:
        """Delete the collection on the server; its aliases go with it."""
        from search_app.stores.server_collections import drop_collection
        from search_app.stores.server_connection import connect

        if location.collection is not None:
            with closing(connect(self._url, self._key)) as client:
                drop_collection(client, location.collection)
