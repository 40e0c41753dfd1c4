"""Lines of a plain or packed file or of standard input, with numbers, in bounded memory."""

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from search_app.errors import BadInputError
from search_app.text.byte_stream import STANDARD_INPUT, open_bytes

MAX_LINE_BYTES = 16 * 2**20
"""A longer line is refused unread: it would have to be held whole to be parsed."""


class _Lines(Protocol):
    def readline(self, size: int, /) -> bytes: ...


class LineFile:
    """One file of lines.

    Args:
        path: The file; `.gz` and `.zst` are unpacked on the way, `-` is standard input.
        max_line_bytes: Longer lines come as None.
    """

    def __init__(self, path: Path, max_line_bytes: int = MAX_LINE_BYTES) -> None:
        self.path = path
        self.fraction = 0.0
        self._limit = max_line_bytes

    @property
    def source(self) -> str:
        """The file in one line that is the same on every run."""
        return "-" if self.path == STANDARD_INPUT else str(self.path.resolve())

    @property
    def label(self) -> str:
        """What positions begin with."""
        return "standard input" if self.path == STANDARD_INPUT else self.path.name

    def __iter__(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield (line number from 1, bytes without the line end, or None for a line over the limit).

        Raises:
            BadInputError: When the file cannot be read or unpacked.
        """
        with open_bytes(self.path) as (stream, fraction):
            for number, line in self._lines(stream):
                self.fraction = fraction()
                yield number, line
        self.fraction = 1.0

    def _lines(self, stream: _Lines) -> Iterator[tuple[int, bytes | None]]:
        number = 0
        try:
            while line := stream.readline(self._limit + 1):
                number += 1
                if len(line) > self._limit:
                    _skip_rest(stream, line, self._limit)
                    yield number, None
                    continue
                # Some editors begin UTF-8 files with a byte order mark; anywhere else it is an error.
                kept = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                yield number, kept.rstrip(b"\r\n")
        except (OSError, EOFError, zlib.error) as error:
            raise BadInputError(
                f"{self.path} cannot be read past line {number} ({error})",
                "a whole, readable file",
                "fetch or pack it again",
            ) from error


def _skip_rest(stream: _Lines, line: bytes, limit: int) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(limit)
