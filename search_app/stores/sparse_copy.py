"""Copy a folder without writing the holes of its files.

The embedded engine preallocates 32 MiB pages and leaves most of them empty: copied byte by byte, a collection
of a few documents grows from 6 MB to 100 MB with its first update.
"""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from search_app.stores.shard_files import lasting

_ZEROS = bytes(2**16)


def copy_folder(source: Path, target: Path) -> None:
    """Copy all regular files and folders below `source` to `target`, which must not exist.

    Raises:
        OSError: When something cannot be read or written; what was copied so far stays.
    """
    target.mkdir(parents=True)
    for path in lasting(source):
        copied = target / path.relative_to(source)
        if path.is_dir():
            copied.mkdir(exist_ok=True)
        elif path.is_file():
            copy_file(path, copied)


def copy_file(source: Path, target: Path) -> None:
    """Copy one file, its holes as holes where the file system knows of them."""
    with source.open("rb") as read, target.open("xb") as write:
        reading, writing = read.fileno(), write.fileno()
        size = os.fstat(reading).st_size
        for start, end in _data(reading, size):
            os.lseek(reading, start, os.SEEK_SET)
            os.lseek(writing, start, os.SEEK_SET)
            _copy(reading, writing, end - start)
        os.ftruncate(writing, size)


def _data(descriptor: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a file that hold data."""
    position = 0
    while position < size:
        try:
            start = os.lseek(descriptor, position, os.SEEK_DATA)
            position = os.lseek(descriptor, start, os.SEEK_HOLE)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing but a hole is left
                return
            start, position = position, size
        yield start, position


def _copy(reading: int, writing: int, length: int) -> None:
    while length:
        block = os.read(reading, min(len(_ZEROS), length))
        if not block:  # shortened meanwhile: the size set at the end keeps the copy readable
            return
        if block == _ZEROS[: len(block)]:
            os.lseek(writing, len(block), os.SEEK_CUR)
        else:
            _write(writing, block)
        length -= len(block)


def _write(descriptor: int, block: bytes) -> None:
    view = memoryview(block)
    while view:
        view = view[os.write(descriptor, view) :]
