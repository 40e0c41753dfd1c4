"""The service a command works with."""

from search_app.engine.service import SearchService
from search_app.settings import read_settings


def open_service() -> SearchService:
    """Return a service with the settings of the environment, for a `with` block."""
    return SearchService(read_settings())
