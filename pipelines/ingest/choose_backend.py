"""Embedded engine or server: one place decides."""

from pipelines.ingest.edge_backend import EdgeBackend
from pipelines.ingest.vector_backend import VectorBackend
from search_app.settings import Settings


def choose_backend(settings: Settings) -> VectorBackend:
    """Return the backend for new generations: the server when there is a URL, else the embedded engine."""
    if settings.qdrant_url is None:
        return EdgeBackend()
    from pipelines.ingest.server_backend import ServerBackend

    return ServerBackend(settings.qdrant_url, settings.server_key)
