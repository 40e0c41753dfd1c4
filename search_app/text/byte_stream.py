"""The unpacked bytes of a file or of standard input, as a stream."""

import gzip
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

STANDARD_INPUT = Path("-")
PACKED = (".gz", ".zst")


@contextmanager
def open_bytes(path: Path) -> Iterator[tuple[BinaryIO, Callable[[], float]]]:
    """Lend the stream and a function that says which share of the source has been read, in [0, 1].

    `.gz` and `.zst` are unpacked on the way, in bounded memory. The share of standard input is 0.

    Raises:
        OSError: When the file cannot be opened; while reading, when it cannot be unpacked.
    """
    if path == STANDARD_INPUT:
        yield sys.stdin.buffer, lambda: 0.0
        return
    size = max(path.stat().st_size, 1)
    with path.open("rb") as raw, _unpacked(path, raw) as stream:
        yield stream, lambda: min(raw.tell() / size, 1.0)


def unpacked_suffix(path: Path) -> str:
    """Return the suffix in lower case, that of the packing left off."""
    suffix = path.suffix.lower()
    return Path(path.stem).suffix.lower() if suffix in PACKED else suffix


@contextmanager
def _unpacked(path: Path, raw: io.BufferedReader) -> Iterator[BinaryIO]:
    if path.suffix.lower() == ".gz":
        with gzip.GzipFile(fileobj=raw) as stream:
            yield cast(BinaryIO, stream)
    elif path.suffix.lower() == ".zst":
        import pyarrow

        # Arrow's reader names a cut stream as an error and reads several frames as one.
        with pyarrow.input_stream(raw, compression="zstd") as packed:
            yield cast(BinaryIO, io.BufferedReader(packed))
    else:
        yield raw
