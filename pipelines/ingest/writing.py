"""A collection held for writing: locked, and failures of the disk told in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from search_app.collections.folder import CollectionFolder
from search_app.collections.writer_lock import writer_lock
from search_app.errors import UnavailableError


@contextmanager
def writing(folder: CollectionFolder) -> Iterator[None]:
    """Hold the writer lock for the length of the block.

    Raises:
        BusyError: When another job writes this collection; names it.
        UnavailableError: When the disk is full or cannot be written.
    """
    try:
        with writer_lock(folder.lock_file, folder.name):
            yield
    except (OSError, sqlite3.Error) as error:
        raise UnavailableError(
            f"the collection cannot be written below {folder.path} ({error})",
            "a writable disk with free space",
            "make room and run the same command again: it goes on where it stopped",
        ) from error
