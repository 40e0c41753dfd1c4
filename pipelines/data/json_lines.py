"""JSON Lines, plain or gzipped, one object at a time."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from search_app.errors import BadInputError, NotFoundError


def open_text(path: Path) -> IO[str]:
    """Open `path`, or `path`.gz where only that exists.

    Raises:
        NotFoundError: When neither exists.
    """
    zipped = path if path.suffix == ".gz" else path.with_name(path.name + ".gz")
    if path.suffix != ".gz" and path.is_file():
        return path.open(encoding="utf-8")
    if zipped.is_file():
        return gzip.open(zipped, "rt", encoding="utf-8")
    raise NotFoundError(f"no file {path}", f"{path.name} or {zipped.name} in {path.parent}")


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a file, skipping blank lines.

    Raises:
        BadInputError: Names the first line that is not a JSON object.
        NotFoundError: When the file does not exist.
    """
    for number, found in read_json_values(path):
        if not isinstance(found, dict):
            raise BadInputError(
                f"line {number} of {path} is a {type(found).__name__}", "a JSON object per line"
            )
        yield found


def read_json_values(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield (line number, value), skipping blank lines.

    Raises:
        BadInputError: Names the first line that is not JSON.
        NotFoundError: When the file does not exist.
    """
    with open_text(path) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                try:
                    yield number, json.loads(line)
                except ValueError as error:
                    raise BadInputError(
                        f"line {number} of {path} is not JSON ({error})", "one object per line"
                    ) from error
