"""Stop before the disk is full: the embedded engine maps its files, and a full disk ends its process."""

import shutil
from pathlib import Path

from search_app.errors import UnavailableError

RESERVE = 192 * 2**20
"""Bytes that stay free: the engine opens up to three pages of 32 MiB at a time, Lucene buffers 64 MiB."""


def check_free(path: Path, more: int = 0) -> None:
    """Raise UnavailableError unless the disk of `path` has `more` bytes beside the reserve.

    Args:
        path: A folder that exists.
        more: Bytes about to be written.
    """
    free, needed = shutil.disk_usage(path).free, RESERVE + more
    if free < needed:
        raise UnavailableError(
            f"no space left on the disk of {path}: {free / 2**20:,.0f} MiB are free",
            f"{needed / 2**20:,.0f} MiB for the next step",
            "free some and run the same command again: it goes on where it stopped",
        )
