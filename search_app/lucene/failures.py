"""Java exceptions as errors the user can act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_app.errors import BadInputError, BusyError, CorruptError, SearchAppError, UnavailableError

_CORRUPT = (
    "CorruptIndexException",
    "EOFException",
    "FileNotFoundException",
    "IndexFormatTooNewException",
    "IndexFormatTooOldException",
    "IndexNotFoundException",
    "NoSuchFileException",
)


@contextmanager
def java_failures(path: Path) -> Iterator[None]:
    """Translate what Lucene throws while it works on the index at `path`."""
    from jnius import JavaException

    try:
        yield
    except JavaException as error:
        raise _translated(error, path) from error


def _translated(error: Exception, path: Path) -> SearchAppError:
    name = str(getattr(error, "classname", "") or "").rpartition(".")[2]
    reason = str(getattr(error, "innermessage", "") or error)
    if name == "LockObtainFailedException":
        return BusyError(
            f"another process is writing the BM25 index {path}",
            "one writer at a time",
            "wait for that ingest to end",
        )
    if name in _CORRUPT:
        return CorruptError(
            f"the BM25 index {path} cannot be read: {name}: {reason}",
            "an index written by search-app",
            "ingest the collection again",
        )
    if name.endswith("TooManyClauses"):
        return BadInputError(
            "a query of too many different words", "a question", "shorten it to the question itself"
        )
    if name == "InvalidPathException":
        return BadInputError(
            f"Java cannot name the folder {path} in this locale",
            "a UTF-8 locale for paths beyond ASCII",
            "set LC_ALL=C.UTF-8",
        )
    if name == "AlreadyClosedException":
        return UnavailableError(f"the BM25 index {path} is closed: {reason}", todo="open it again")
    if name == "OutOfMemoryError":
        return UnavailableError("Java ran out of its 2 GB", todo="ask for fewer results at a time")
    return UnavailableError(
        f"Lucene failed on {path}: {name}: {reason}", todo="check disk space, then ingest again"
    )
