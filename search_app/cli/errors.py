"""Errors on the command line: one message, a meaningful exit code, no traceback."""

import errno
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import typer

from search_app.cli.entry import to_nowhere
from search_app.cli.registered import RegisteredGroup
from search_app.errors import NotFoundError, SearchAppError, UnavailableError


class FriendlyGroup(RegisteredGroup):
    """A command group that turns `SearchAppError`s into one message on standard error."""

    def make_context(self, *given: Any, **named: Any) -> Any:
        """Read the arguments; the help is printed here.

        Raises:
            typer.Exit: With the error's exit code.
        """
        with _told():
            return super().make_context(*given, **named)

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command.

        Raises:
            typer.Exit: With the error's exit code.
        """
        with _told():
            _check_folder()
            return super().invoke(ctx)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except SearchAppError as error:
        typer.secho(f"error: {error}", err=True, fg="red")
        raise typer.Exit(error.exit_code) from error
    except KeyboardInterrupt:
        typer.secho("stopped", err=True)
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # The reader of our output has left, as `| head` does: it has what it wanted.
        if not any(map(_unread, (sys.stdout, sys.stderr))):
            raise
        raise typer.Exit(0) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        place = error.filename or "standard output, or a temporary file,"
        full = UnavailableError(f"{place} cannot be written ({error.strerror})", todo="make room")
        typer.secho(f"error: {full}", err=True, fg="red")
        raise typer.Exit(full.exit_code) from error


def _unread(stream: TextIO) -> bool:
    """Say whether nobody reads a stream any more; what is written to it from now on goes nowhere."""
    ends = select.poll()
    ends.register(stream.fileno(), 0)  # an error is told unasked
    if not any(event & select.POLLERR for _, event in ends.poll(0)):
        return False
    to_nowhere(stream)
    return True


def _check_folder() -> None:
    """Refuse to work in a folder that is gone, where no relative path leads anywhere and Java ends with it.

    Raises:
        NotFoundError: When the current folder has been deleted.
    """
    try:
        os.getcwd()
    except OSError as error:
        raise NotFoundError(
            "the current folder has been deleted", todo="change to one that exists"
        ) from error
