"""From a generation's location to a connected client."""

from typing import TYPE_CHECKING

from search_app.errors import BadInputError
from search_app.stores.vector_location import VectorLocation

if TYPE_CHECKING:
    from qdrant_client import QdrantClient


def connect_to(location: VectorLocation, url: str | None, api_key: str | None) -> tuple[str, "QdrantClient"]:
    """Return the collection's name and a client of its server; raises `BadInputError` without an address."""
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
