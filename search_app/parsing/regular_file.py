"""The bytes of a regular file, and of nothing else."""

import os
import stat
from pathlib import Path


def read_regular(path: Path, most_bytes: int, follow_links: bool = True) -> bytes:
    """Return the content of a file.

    The file is opened first and asked what it is after that, so that nothing can be put in its place between
    the two; without O_NONBLOCK opening a pipe would wait for a writer.

    Args:
        path: The file.
        most_bytes: Its size may be at most this.
        follow_links: Whether `path` itself may be a symbolic link.

    Raises:
        ValueError: With one sentence, when it is a link, a pipe, a device or a folder, or too large.
        OSError: When it cannot be opened.
    """
    if not follow_links and path.is_symlink():
        raise ValueError("a symbolic link, which is not followed")
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow_links else os.O_NOFOLLOW)
    descriptor = os.open(path, flags)
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise ValueError("not a regular file")
    with open(descriptor, "rb") as file:
        content = file.read(most_bytes + 1)
        if len(content) > most_bytes:
            raise ValueError(f"the file has {status.st_size:,} bytes, at most {most_bytes:,}")
        return content
