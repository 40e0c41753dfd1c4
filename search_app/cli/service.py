"""The service a command works with, and the profile it was told to search by."""

from pathlib import Path
from typing import TYPE_CHECKING

from search_app.engine.service import SearchService
from search_app.settings import read_settings

if TYPE_CHECKING:
    from search_app.ranking.profile import Profile


def open_service() -> SearchService:
    """Return a service with the settings of the environment, for a `with` block."""
    return SearchService(read_settings())


def chosen_profile(service: SearchService, reference: str | None) -> "Profile":
    """Return the profile of a name, or of a TOML file; None is the one in force.

    Raises:
        NotFoundError: When there is none; lists the names there are.
        BadInputError: When its file cannot be used.
    """
    if reference is not None and Path(reference).suffix == ".toml":
        from search_app.ranking.profile_file import read_profile

        return read_profile(reference)
    return service.profile_named(reference)
