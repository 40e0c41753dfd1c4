"""Vectors on a Qdrant server: one collection per generation, and an alias for outside readers."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from search_app.protocols import VectorStore
from search_app.stores.copy_vectors import copy_vectors
from search_app.stores.edge_host import EdgeHost
from search_app.stores.server import ServerVectorStore
from search_app.stores.server_collections import check_writable, drop_collection, publish_alias
from search_app.stores.vector_location import PLAIN, VectorLayout, VectorLocation, check_location

if TYPE_CHECKING:
    from qdrant_client import QdrantClient


class ServerHost:
    """See `search_app.stores.host.VectorHost`.

    Args:
        url: The server, such as http://127.0.0.1:6333.
        api_key: Its key, if it has one.
    """

    def __init__(self, url: str, api_key: str | None = None) -> None:
        self._url, self._key = url, api_key
        self._embedded = EdgeHost()

    def location(self, collection: str, generation_id: str, layout: VectorLayout = PLAIN) -> VectorLocation:
        """Each generation has a collection of its own, so that the old one answers until the switch."""
        name = f"{collection}__{generation_id}"
        return VectorLocation("server", name).keeping(layout)

    def check(self, collection: str, location: VectorLocation) -> None:
        """Ask the server for the name and for the right to write."""
        if location.collection is not None:
            with closing(self._connect()) as client:
                check_writable(client, collection, location.collection)

    def create(self, folder: Path, location: VectorLocation, dimension: int) -> VectorStore:
        """Return a new, empty collection."""
        return self._store(
            location, lambda client, name: ServerVectorStore.create(client, name, dimension, location.layout)
        )

    def open(self, folder: Path, location: VectorLocation) -> VectorStore:
        """Return a collection that exists or, from before the first job with a server, a shard."""
        if location.kind == "edge":
            return self._embedded.open(folder, location)
        return self._store(
            location, lambda client, name: ServerVectorStore(client, name, similarity=location.similarity)
        )

    def copy(
        self, source: Path, stored: VectorLocation, folder: Path, location: VectorLocation, dimension: int
    ) -> None:
        """Read every point and write it to a new collection; the server has no copy of its own."""
        copy_vectors(self.open(source, stored), self.create(folder, location, dimension))

    def publish(self, collection: str, location: VectorLocation) -> None:
        """Switch the alias of the collection's name."""
        if location.collection is not None:
            with closing(self._connect()) as client:
                publish_alias(client, collection, location.collection)

    def drop(self, location: VectorLocation) -> None:
        """Delete the collection on the server; its aliases go with it."""
        if location.collection is not None:
            with closing(self._connect()) as client:
                drop_collection(client, location.collection)

    def _store(
        self, location: VectorLocation, make: "Callable[[QdrantClient, str], ServerVectorStore]"
    ) -> VectorStore:
        name = check_location(location)
        client = self._connect()
        try:
            return make(client, name)
        except BaseException:
            client.close()
            raise

    def _connect(self) -> "QdrantClient":
        from search_app.stores.server_connection import connect

        return connect(self._url, self._key)
