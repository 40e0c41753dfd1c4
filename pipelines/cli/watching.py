"""`search-app ingest FOLDER --watch`: rounds of ingest as the folder changes."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import typer

from search_app.collections import Catalog
from search_app.errors import BadInputError, BusyError, MismatchError, SearchAppError, UnavailableError

_QUIET_MS = 500
"""A folder in which nothing moves for so long is read; files are written and renamed in several steps."""
_LONGEST_MS = 30_000
"""A folder that is never quiet is read after so long."""
_LOOK_MS = 500
_GONE_SECONDS = 1.0
_PASSING = (BusyError.exit_code, UnavailableError.exit_code)
"""What may be over in the next round though the folder is as it was."""


def watched_folder(source: str) -> Path:
    """Return the folder to watch.

    Raises:
        BadInputError: When the source is not a folder of this machine.
    """
    folder = Path(source).expanduser()
    if folder.is_dir():
        return folder.resolve()
    raise BadInputError(f"--watch with the source {source}", "a folder of this machine", "leave out --watch")


def check_alone(data_dir: Path, collection: str, folder: Path) -> None:
    """Refuse to watch for a collection that holds something else as well, which would be deleted.

    Raises:
        MismatchError: Names the other sources.
    """
    catalog = Catalog(data_dir)
    if not catalog.exists(collection):
        return
    sources = catalog.current_generation(collection).manifest.sources
    others = [name for name in sources if folder not in (Path(name), *Path(name).parents)]
    if others:
        raise MismatchError(
            f"collection {collection!r} was made from {', '.join(others)} as well; --watch deletes what the "
            "folder does not have",
            "a collection of this folder alone",
            "name another one with --collection",
        )


def keep_in_step(
    folder: Path, seconds: float, ingest_once: Callable[[], int], say: Callable[[str], None]
) -> int:
    """Ingest now and whenever the folder has changed, until the program is asked to stop.

    Changes are gathered until the folder is quiet, and rounds begin at least `seconds` apart. A round that
    fails is said; it is tried again at once if something else was in the way, else with the next change. While the folder is not there, nothing is done.

    Args:
        folder: What is watched, with all folders below it.
        seconds: Least time from the end of one round to the next.
        ingest_once: One round; returns its exit code.
        say: Tells the person at the terminal.

    Returns:
        The exit code of the last round.
    """
    code = 0
    with _stopping():
        try:
            say(f"watching {folder}; Ctrl-C ends it")
            while True:
                for _ in _due(folder, seconds, lambda: code in _PASSING):
                    code = _round(ingest_once, say)
                say(f"{folder} is not there any more; nothing is deleted, waiting for it")
                while not folder.is_dir():
                    time.sleep(_GONE_SECONDS)
                say(f"{folder} is there again")
        except KeyboardInterrupt:
            say("stopped watching; a round under way was given up, and the next run goes on from it")
    return code


def _due(folder: Path, seconds: float, again: Callable[[], bool]) -> Iterator[None]:
    """Yield when a round is due: at once, then after changes, or to try again; ends when the folder is gone."""
    from watchfiles import watch

    due, earliest = True, 0.0
    # The watcher stays open during a round, so what changes meanwhile is in the next batch.
    for changes in watch(
        folder,
        watch_filter=None,
        step=_QUIET_MS,
        debounce=_LONGEST_MS,
        rust_timeout=_LOOK_MS,
        yield_on_timeout=True,
    ):
        if not folder.is_dir():
            return
        due = due or bool(changes)
        if due and time.monotonic() >= earliest:
            yield
            due, earliest = again(), time.monotonic() + seconds


def _round(ingest_once: Callable[[], int], say: Callable[[str], None]) -> int:
    try:
        return ingest_once()
    except SearchAppError as error:
        say(f"this round changed nothing: {error}")
        return error.exit_code
    except OSError as error:
        failed = UnavailableError(f"{error.filename or 'a file'} cannot be used ({error.strerror})")
        say(f"this round changed nothing: {failed}")
        return failed.exit_code


@contextmanager
def _stopping() -> Iterator[None]:
    """Make a request to end the program (SIGTERM) what Ctrl-C is."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


def told(message: str) -> None:
    """Say it on standard error, with the time."""
    typer.echo(f"{time.strftime('%H:%M:%S')} {message}", err=True)
