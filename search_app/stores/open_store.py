"""One place decides which engine holds the vectors."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from search_app.errors import BadInputError
from search_app.protocols import VectorStore

if TYPE_CHECKING:
    from qdrant_client import QdrantClient


class VectorLocation(Protocol):
    """Where a generation's vectors are, as its manifest says."""

    @property
    def kind(self) -> str:
        """Either "edge" or "server"."""

    @property
    def collection(self) -> str | None:
        """Name of the collection on the server."""


def open_store(
    path: Path, location: VectorLocation, url: str | None = None, api_key: str | None = None
) -> VectorStore:
    """Open the vectors of a generation.

    Args:
        path: Folder of the shard, when the vectors are embedded.
        location: Which engine, and which collection when it is a server.
        url: The server, such as http://127.0.0.1:6333.
        api_key: Its key.

    Raises:
        BadInputError: When the vectors are on a server and `url` is None.
        NotFoundError: When the server has no such collection.
        CorruptError: When the files are missing or damaged.
        UnavailableError: When the server cannot be reached.
    """
    if location.kind == "edge":
        from search_app.stores.edge import EdgeVectorStore

        return EdgeVectorStore.open(path)
    from search_app.stores.server import ServerVectorStore

    collection, client = _connect(location, url, api_key)
    try:
        return ServerVectorStore(client, collection)
    except BaseException:
        client.close()
        raise


def create_store(
    path: Path,
    location: VectorLocation,
    dimension: int,
    url: str | None = None,
    api_key: str | None = None,
) -> VectorStore:
    """Create an empty store; arguments and errors as `open_store`.

    Raises:
        BadInputError: When there is something at the location already.
    """
    if location.kind == "edge":
        from search_app.stores.edge import EdgeVectorStore

        return EdgeVectorStore.create(path, dimension)
    from search_app.stores.server import ServerVectorStore

    collection, client = _connect(location, url, api_key)
    try:
        return ServerVectorStore.create(client, collection, dimension)
    except BaseException:
        client.close()
        raise


def _connect(location: VectorLocation, url: str | None, api_key: str | None) -> tuple[str, "QdrantClient"]:
    if location.kind != "server" or not location.collection:
        raise BadInputError(
            f"vectors of kind {location.kind!r} in collection {location.collection!r}",
            "edge, or server with the name of a collection",
            "ingest the collection again with --recreate",
        )
    if url is None:
        raise BadInputError(
            f"the vectors of this collection are in {location.collection!r} on a Qdrant server",
            "the server's address",
            "set QDRANT_URL, and QDRANT_API_KEY if it has a key",
        )
    from search_app.stores.server_connection import connect

    return location.collection, connect(url, api_key)
