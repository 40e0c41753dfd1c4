"""Lines of text of a file whose encoding and line ends are found out first, in bounded memory."""

import codecs
import io
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from pipelines.readers.byte_stream import STANDARD_INPUT, open_bytes
from pipelines.readers.lines import MAX_LINE_BYTES
from search_app.errors import BadInputError
from search_app.parsing.encoding_guess import guess
from search_app.parsing.encoding_labels import codecs_of
from search_app.parsing.wide_text import wide_encoding

UNREADABLE = "\udcff"
"""Stands for bytes that are no character; a field that holds it is refused."""

_PIECE = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", None),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class TextEncoding:
    """How bytes become text.

    Attributes:
        codec: Python's name of it.
        note: What is to be said about it, or None for UTF-8.
    """

    codec: str
    note: str | None = None


class TextLines:
    """One file of text.

    UTF-8 and what has a byte order mark need no guess. A file that is not UTF-8 is read once more than
    others, to find out what it is. Lines end with a newline, a carriage return, or both.

    Args:
        path: The file; `.gz` and `.zst` are unpacked on the way, `-` is standard input.
        max_characters: Longer lines come as None.
    """

    def __init__(self, path: Path, max_characters: int = MAX_LINE_BYTES) -> None:
        self.path, self._limit = path, max_characters
        self.fraction = 0.0
        self.note: str | None = None
        self._number = 0

    @property
    def source(self) -> str:
        """The file in one line that is the same on every run."""
        return "-" if self.path == STANDARD_INPUT else str(self.path.resolve())

    @property
    def label(self) -> str:
        """What positions begin with."""
        return "standard input" if self.path == STANDARD_INPUT else self.path.name

    def __iter__(self) -> Iterator[tuple[int, str | None]]:
        """Yield (line number from 1, line without its end, or None for one over the limit).

        Raises:
            BadInputError: When the file cannot be read or unpacked.
        """
        with self._opened(None) as text:
            self._number = 0
            while line := text.readline(self._limit + 1):
                self._number += 1
                if len(line) > self._limit:
                    _skip_rest(text, line)
                    yield self._number, None
                else:
                    yield self._number, line.removesuffix("\n")

    def pieces(self) -> Iterator[str]:
        """Yield the text in pieces of bounded length; raises as iteration does."""
        with self._opened(None) as text:
            self._number = 1
            while piece := text.read(_PIECE):
                yield piece
                self._number += piece.count("\n")

    @contextmanager
    def _opened(self, newline: str | None) -> Iterator[io.TextIOWrapper]:
        try:
            encoding = self._encoding()
            self.note = encoding.note
            with open_bytes(self.path) as (stream, fraction):
                text = io.TextIOWrapper(
                    cast(BinaryIO, _Told(stream, self, fraction)), encoding.codec, _policy(encoding), newline
                )
                try:
                    yield text
                finally:
                    text.detach()
            self.fraction = 1.0
        except (OSError, EOFError, zlib.error) as error:
            raise BadInputError(
                f"{self.path} cannot be read past line {self._number} ({error})",
                "a whole, readable file",
                "fetch or pack it again",
            ) from error

    def _encoding(self) -> TextEncoding:
        if self.path == STANDARD_INPUT:
            return encoding_of_stream(iter([self.head()]))
        with open_bytes(self.path) as (stream, _):
            return encoding_of_stream(iter(lambda: stream.read(1 << 20), b""))

    def head(self) -> bytes:
        """Return the first bytes; of standard input those that can be seen without taking them.

        Nothing of a file that cannot be read: reading it says why.
        """
        with suppress(OSError, EOFError, zlib.error), open_bytes(self.path) as (stream, _):
            if self.path != STANDARD_INPUT:
                return stream.read(_PIECE)
            peek = getattr(stream, "peek", None)
            return bytes(peek(_PIECE)) if peek else b""
        return b""


class _Told(io.BufferedIOBase):
    """Passes on reads and tells how far they have come."""

    def __init__(self, stream: BinaryIO, lines: TextLines, fraction: Callable[[], float]) -> None:
        self._stream, self._lines, self._fraction = stream, lines, fraction

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self.read1(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        data = self._stream.read(_PIECE if size < 0 else size)
        self._lines.fraction = self._fraction()
        return data


def encoding_of_stream(chunks: Iterator[bytes]) -> TextEncoding:
    """Return the encoding of bytes that come in pieces; reads on only while they are valid UTF-8.

    Bytes that are mostly UTF-8 are taken for it, so that only their damaged rows are refused; what has more
    faults than good sequences is guessed.
    """
    head = next(chunks, b"")
    for mark, codec, name in _MARKS:
        if head.startswith(mark):
            return TextEncoding(codec, name and f"read as {name}")
    wide = wide_encoding(head)
    if wide is not None:
        return TextEncoding(codecs_of(wide)[0], f"read as {wide}, a guess: it has no byte order mark")
    decoder, strange, good, faults, chunk = codecs.getincrementaldecoder("utf-8")(), b"", 0, 0, head
    valid = True
    while chunk:
        if not chunk.isascii():
            good += len(_SEQUENCE.findall(chunk))
            strange += chunk if len(strange) < 1 << 20 else b""
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            valid = False
            decoder.reset()
            faults += chunk.decode("utf-8", errors="replace").count("\ufffd") - chunk.count("\ufffd".encode())
        chunk = next(chunks, b"")
    if valid or good >= faults:
        return TextEncoding("utf-8")
    name = guess(strange)
    return TextEncoding(codecs_of(name)[0], f"read as {name}, a guess: it is not UTF-8 and declares nothing")


def _policy(encoding: TextEncoding) -> str:
    if encoding.codec.startswith("utf-8"):
        return "surrogateescape"
    codecs.register_error("search_app.unreadable", _mark_unreadable)
    return "search_app.unreadable"


def _mark_unreadable(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        return UNREADABLE, error.end
    raise error


def _skip_rest(text: io.TextIOWrapper, line: str) -> None:
    while line and not line.endswith("\n"):
        line = text.readline(_PIECE)
