"""Embedded engine or server: one place decides."""

from pipelines.ingest.edge_backend import EdgeBackend
from pipelines.ingest.vector_backend import VectorBackend


def choose_backend(qdrant_url: str | None, api_key: str | None = None) -> VectorBackend:
    """Return the backend for new generations: the server when there is a URL, else the embedded engine."""
    if qdrant_url is None:
        return EdgeBackend()
    from pipelines.ingest.server_backend import ServerBackend

    return ServerBackend(qdrant_url, api_key)
