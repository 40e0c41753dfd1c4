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
    fails is told; it is tried again when something else was in the way, else after the next change. While
    the folder is not there, nothing is done.

    Args:
        folder: What is watched, with all folders below it.
        seconds: Least time from the end of one round to the next.
        ingest_once: One round; returns its exit code.
        say: Tells the person at the terminal.

    Returns:
        The exit code of the last round.
    """
    rounds = _Rounds(ingest_once, say)
    with _stopping():
        try:
            say(f"watching {folder}; Ctrl-C ends it")
            while True:
                _follow(folder, seconds, rounds)
                say(f"{folder} is not there any more; nothing is deleted, waiting for it")
                while not folder.is_dir():
                    time.sleep(_GONE_SECONDS)
                say(f"{folder} is there again")
        except KeyboardInterrupt:
            say("stopped watching; a round under way was given up, and the next run goes on from it")
    return rounds.code


class _Rounds:
    """Rounds of ingest; one that fails is told.

    Args:
        ingest_once: One round; returns its exit code.
        say: Tells the person at the terminal.
    """

    def __init__(self, ingest_once: Callable[[], int], say: Callable[[str], None]) -> None:
        self._ingest_once, self._say = ingest_once, say
        self.code = 0

    def run(self) -> bool:
        """Do one; returns whether to do it again though the folder is as it was."""
        try:
            self.code = self._ingest_once()
            return False
        except SearchAppError as error:
            failed = error
        except OSError as error:
            failed = UnavailableError(f"{error.filename or 'a file'} cannot be used ({error.strerror})")
        self._say(f"this round changed nothing: {failed}")
        self.code = failed.exit_code
        return isinstance(failed, BusyError | UnavailableError)


def _follow(folder: Path, seconds: float, rounds: _Rounds) -> None:
    """Do a round now and after changes, until the folder is gone."""
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
            due = rounds.run()
            earliest = time.monotonic() + seconds


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
