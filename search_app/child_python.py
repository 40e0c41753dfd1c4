"""A Python process of our own, which imports nothing out of the folder a person works in."""

import os
import sys
from pathlib import Path

import search_app

IMPORT_ROOT = Path(search_app.__file__).resolve().parents[1]
"""The folder that holds `search_app` and the packages that come with it."""


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs a module; -P leaves the current folder out of the search for modules."""
    return [sys.executable, "-P", "-m", module, *arguments]


def module_environment() -> dict[str, str]:
    """Return the environment for `module_command`.

    The child finds modules where this process does, but not in the current folder, unless that is where our
    own packages are; and so do the processes that it starts. A folder that is a package itself is left out:
    Streamlit searches the folder of the page first, and its rooms would stand for modules of their names.
    """
    here = _current_folder()
    folders = [
        entry
        for entry in sys.path
        if entry
        and (entry != here or Path(entry) == IMPORT_ROOT)
        and not Path(entry, "__init__.py").is_file()
    ]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "PYTHONSAFEPATH": "1"}


def _current_folder() -> str | None:
    try:
        return os.getcwd()
    except OSError:  # it has been deleted
        return None
