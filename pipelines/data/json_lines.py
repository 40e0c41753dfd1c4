"""JSON Lines, plain or packed, one object at a time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search_app.errors import BadInputError
from search_app.text.text_lines import existing_file, text_lines


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
    for number, line in text_lines(existing_file(path)):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise BadInputError(
                    f"line {number} of {path} is not JSON ({error})", "one object per line"
                ) from error
