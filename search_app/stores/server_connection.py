"""Connecting to a Qdrant server of a version this program can talk to."""

import re
import warnings
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from search_app.errors import BadInputError, UnavailableError
from search_app.stores.server_failures import server_failures

if TYPE_CHECKING:
    from qdrant_client import QdrantClient

_REST_PORT = 6333
_GRPC_PORT = 6334


def connect(
    url: str, api_key: str | None = None, timeout: float = 30.0, grpc_port: int | None = None
) -> "QdrantClient":
    """Return a client whose server answers, accepts the key and has a fitting version.

    Args:
        url: Such as http://127.0.0.1:6333.
        api_key: The server's key, if it has one.
        timeout: Seconds a request may take.
        grpc_port: Port of the gRPC interface. None means 6334 when the URL names the standard port 6333,
            and REST for any other, because nothing tells where gRPC is then.

    Raises:
        BadInputError: When `url` is no http(s) URL, or the key holds a character that no header can carry.
        UnavailableError: When the server cannot be reached, refuses the key, or is too old or too new.
    """
    client = _client(url, checked_key(api_key), timeout, grpc_port)
    try:
        _check_version(url, _version(client, url))
    except BaseException:
        client.close()
        raise
    return client


def checked_key(key: str | None) -> str | None:
    """Return a key without the white space around it, None when nothing is left.

    Raises:
        BadInputError: When a header cannot carry it; the key itself is not shown.
    """
    stripped = (key or "").strip() or None
    if stripped and not (stripped.isascii() and stripped.isprintable()):
        raise BadInputError(
            "the API key holds a line end or another character that a key cannot have",
            "one line of plain letters, digits and signs",
            "correct QDRANT_API_KEY",
        )
    return stripped


def server_version(url: str, api_key: str | None = None, timeout: float = 5.0) -> str:
    """Return the server's version, such as "1.20.0"; raises as `connect`."""
    client = connect(url, api_key, timeout)
    try:
        return _version(client, url)
    finally:
        client.close()


def place(url: str, collection: str | None = None) -> str:
    """Name a server, and a collection on it, for messages; user names and passwords are left out."""
    parts = urlsplit(url)
    server = f"Qdrant at {parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    return f"collection {collection!r} of {server}" if collection else server


def _client(url: str, api_key: str | None, timeout: float, grpc_port: int | None) -> "QdrantClient":
    from qdrant_client import QdrantClient

    port = _port(url)
    if grpc_port is None and port == _REST_PORT:
        grpc_port = _GRPC_PORT
    with warnings.catch_warnings():
        # Whoever sends a key over plain http to another machine should hear of it; on this one it is usual.
        if urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1"):
            warnings.filterwarnings("ignore", message=".*insecure connection.*")
        return QdrantClient(
            url=url,
            port=port,
            grpc_port=grpc_port or _GRPC_PORT,
            prefer_grpc=grpc_port is not None,
            api_key=api_key,
            timeout=max(1, round(timeout)),
            check_compatibility=False,
        )


def _port(url: str) -> int:
    try:
        parts = urlsplit(url)
        port = parts.port or _REST_PORT
    except ValueError:
        parts, port = None, 0
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInputError(f"{url!r} is no address of a server", "http://HOST:6333", "correct QDRANT_URL")
    return port


def _version(client: "QdrantClient", url: str) -> str:
    with server_failures(place(url)):
        # The version is told to anybody; listing the collections is what shows whether the key is right.
        client.get_collections()
        return str(client.info().version)


def _check_version(url: str, server: str) -> None:
    """Qdrant promises that neighbouring minor versions of client and server work together."""
    from importlib.metadata import version

    client = version("qdrant-client")
    (ours, mine), (theirs, minor) = _major_minor(client), _major_minor(server)
    if ours != theirs or abs(mine - minor) > 1:
        raise UnavailableError(
            f"{place(url)} has version {server}",
            f"{ours}.{mine} (one minor version more or less works)",
            "change the server to the version in docker-compose.yml",
        )


def _major_minor(version: str) -> tuple[int, int]:
    match = re.match(r"v?(\d+)\.(\d+)", version)
    return (int(match[1]), int(match[2])) if match else (0, 0)
