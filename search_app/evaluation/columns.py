"""Lines of the text files of evaluation: columns parted by tabs or spaces, plain or gzipped."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from search_app.errors import BadInputError, NotFoundError


def open_text(path: Path) -> IO[str]:
    """Open a text file for reading, through gzip where the name ends in .gz.

    Raises:
        NotFoundError: When there is no such file.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {path}", "an existing file", "check the path")
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def read_columns(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, columns) of every line that is not blank.

    A line with a tab is parted at its tabs, any other at white space.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: When it is not UTF-8 text.
    """
    try:
        with open_text(path) as stream:
            for number, line in enumerate(stream, start=1):
                text = line.strip("\r\n")
                if text.strip():
                    yield (
                        number,
                        [part.strip() for part in text.split("\t")] if "\t" in text else text.split(),
                    )
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise BadInputError(
            f"{path} cannot be read as text ({error})", "UTF-8 lines", "check the file"
        ) from error
