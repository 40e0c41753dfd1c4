"""Errors on the command line: one message, a meaningful exit code, no traceback."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer

from search_app.cli.registered import RegisteredGroup
from search_app.errors import SearchAppError


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
        # The reader of our output has left (`| head`); point stdout elsewhere so that the
        # interpreter does not complain while flushing at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
