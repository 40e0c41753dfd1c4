"""Lines of a text file, whatever packs it and whichever Unicode encoding it names."""

import codecs
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from search_app.errors import BadInputError, NotFoundError
from search_app.text.byte_stream import PACKED, open_bytes

_BOM = "\ufeff"
# UTF-32's mark begins with that of UTF-16, so it is looked for first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def existing_file(path: Path) -> Path:
    """Return `path`, or the packed file beside it (`path`.gz, `path`.zst) where only that is there.

    Raises:
        NotFoundError: When there is none of them.
    """
    for found in (path, *(path.with_name(path.name + suffix) for suffix in PACKED)):
        if found.is_file():
            return found
    raise NotFoundError(
        f"no file {path}", f"{path.name} in {path.parent}, plain or packed as .gz or .zst", "check the path"
    )


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number from 1, line without its end) of a file, plain, `.gz` or `.zst`.

    The text is UTF-8, or UTF-16 or UTF-32 where a byte order mark says so. A mark at the beginning of a
    line, which joining files leaves there, is no part of the text.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: When it cannot be unpacked, or is no such text.
    """
    if not path.is_file():
        raise NotFoundError(f"no file {path}", "an existing file", "check the path")
    number = 0
    try:
        with open_bytes(path) as (stream, _):
            for line in _decoded(stream):
                number += 1
                if "\0" in line:
                    raise BadInputError(
                        f"line {number} of {path} has a NUL character, as in UTF-16 without its mark",
                        "UTF-8 text, or UTF-16 with a byte order mark",
                        "save the file as UTF-8",
                    )
                yield number, line.rstrip("\r\n").lstrip(_BOM)
    except UnicodeError as error:
        raise _unreadable(path, number, error, "save the file as UTF-8") from error
    except (OSError, EOFError, zlib.error) as error:
        raise _unreadable(path, number, error, "fetch or pack it again") from error


def _decoded(stream: BinaryIO) -> io.TextIOWrapper:
    buffered = io.BufferedReader(stream)  # type: ignore[type-var]  # any binary stream has what it needs
    head = buffered.peek(4)[:4]
    encoding = next((name for mark, name in _MARKS if head.startswith(mark)), "utf-8-sig")
    return io.TextIOWrapper(buffered, encoding=encoding)


def _unreadable(path: Path, number: int, error: Exception, todo: str) -> BadInputError:
    return BadInputError(f"{path} cannot be read as text past line {number} ({error})", "UTF-8 lines", todo)
