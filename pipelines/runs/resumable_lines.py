"""Files of lines that a killed job continues: whole lines stay, a torn last one goes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def append_lines(path: Path, multiple: int = 1) -> Iterator[tuple[IO[str], int]]:
    """Open a file to append lines to; gives the stream and the number of lines that are there.

    Each line reaches the file when it is written, so that a killed process loses one at most.

    Args:
        path: The file, made where it is missing.
        multiple: Keep a multiple of so many lines: what is made in batches is continued with a whole one.
    """
    done = _keep_whole_lines(path, multiple) if path.is_file() else 0
    with path.open("a", encoding="utf-8", buffering=1) as stream:
        yield stream, done


def _keep_whole_lines(path: Path, multiple: int) -> int:
    count = place = kept = end = 0
    with path.open("rb") as stream:
        for line in stream:
            place += len(line)
            count += line.endswith(b"\n")
            if line.endswith(b"\n") and count % multiple == 0:
                kept, end = count, place
    with path.open("rb+") as stream:
        stream.truncate(end)
    return kept
