"""One place decides which engine holds the vectors."""

from pathlib import Path

from search_app.protocols import VectorStore
from search_app.stores.vector_location import VectorLocation


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

        return EdgeVectorStore.open(path, ahead=not location.layout.on_disk)
    from search_app.stores.server import ServerVectorStore
    from search_app.stores.server_location import connect_to

    collection, client = connect_to(location, url, api_key)
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

        return EdgeVectorStore.create(path, dimension, location.layout)
    from search_app.stores.server import ServerVectorStore
    from search_app.stores.server_location import connect_to

    collection, client = connect_to(location, url, api_key)
    try:
        return ServerVectorStore.create(client, collection, dimension, location.layout)
    except BaseException:
        client.close()
        raise
