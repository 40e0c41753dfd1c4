"""One writer per collection, whose failures of the disk are told in words."""

import fcntl
import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from search_app.collections.folder import CollectionFolder
from search_app.errors import BusyError, UnavailableError


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


@contextmanager
def writer_lock(path: Path, collection: str) -> Iterator[None]:
    """Hold the collection's lock for the length of the block.

    The lock is the kernel's, so it ends with the process however that dies; the file's text only
    says who holds it.

    Raises:
        BusyError: At once, naming the holder.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"collection {collection!r} is being written by {_holder(stream)}",
                "one job at a time on a collection",
                "wait until it has finished, or stop it",
            ) from error
        _sign(stream)
        yield


def _sign(stream: IO[str]) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    stream.truncate(0)
    json.dump({"pid": os.getpid(), "host": socket.gethostname(), "since": now}, stream)
    stream.flush()


def _holder(stream: IO[str]) -> str:
    stream.seek(0)
    try:
        holder = json.loads(stream.read())
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "another process"
