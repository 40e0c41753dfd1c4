"""Where the library says a saved module is to be read from."""

from collections.abc import Mapping
from typing import Any

HUB = ("token", "cache_folder", "revision", "local_files_only")


def hub_options(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of the keywords that sentence-transformers loads a module with, those that say where its files are."""
    return {key: given[key] for key in HUB if key in given}
