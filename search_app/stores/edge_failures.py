"""Failures of the embedded engine in words a user can act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_app.errors import CorruptError, SearchAppError, UnavailableError


@contextmanager
def engine_failures(path: Path) -> Iterator[None]:
    """Turn what the engine raises into CorruptError; it knows only bare exceptions and Rust panics.

    A panic arrives as `pyo3_runtime.PanicException`, which is no `Exception` and cannot be imported.
    """
    try:
        yield
    except SearchAppError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise _failure(path, str(error)) from error


def _failure(path: Path, detail: str) -> SearchAppError:
    if "os error 28" in detail or "No space left" in detail:
        return UnavailableError(
            f"no space left on the disk of {path}", "", "free some and run the same command again"
        )
    return damaged(path, detail)


def damaged(path: Path, detail: str) -> CorruptError:
    """Return the error for vectors that cannot be read."""
    reason = " ".join(detail.split())[:300] or "the engine stopped"
    return CorruptError(
        f"the vectors at {path} cannot be used: {reason}",
        "the complete files of a collection",
        "ingest the collection again with --recreate",
    )
