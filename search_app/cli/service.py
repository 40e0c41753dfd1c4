"""The service a command works with, closed when the command ends."""

from collections.abc import Iterator
from contextlib import contextmanager

from search_app.engine.service import SearchService
from search_app.settings import read_settings


@contextmanager
def open_service() -> Iterator[SearchService]:
    """Read the settings and lend a service for the length of the block."""
    service = SearchService(read_settings())
    try:
        yield service
    finally:
        service.close()
