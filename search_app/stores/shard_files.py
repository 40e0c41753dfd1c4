"""The files of a shard: those that last, and a word to the system that they will be needed."""

import os
from collections.abc import Iterator
from pathlib import Path

_PASSING = ".atomicwrite"
"""Loading a shard makes the engine write its configuration anew, beside the old one, under such a name."""
_SMALL = 1 << 20


def lasting(path: Path) -> Iterator[Path]:
    """Yield what lies below a folder, sorted, without files that vanish while another process opens it."""
    for found in sorted(path.rglob("*")):
        if not found.name.startswith(_PASSING):
            yield found


def read_ahead(path: Path) -> int:
    """Start reading the large files below `path` into the page cache, in the background.

    The engine maps its files and touches them page by page, in random order: from a disk that has not been
    read since the machine was started, that is many small reads. See posix_fadvise(2).

    Args:
        path: Folder of the shard.

    Returns:
        Bytes asked for; 0 where the system knows no such advice.
    """
    if not hasattr(os, "posix_fadvise"):
        return 0
    asked = 0
    for file in lasting(path):
        if file.is_file() and (size := file.stat().st_size) >= _SMALL:
            asked += size
            _advise(file)
    return asked


def _advise(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_WILLNEED)
    finally:
        os.close(descriptor)
