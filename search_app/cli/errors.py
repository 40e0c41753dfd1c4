"""Errors on the command line: one message, a meaningful exit code, no traceback."""

import os
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from search_app.errors import SearchAppError


class FriendlyGroup(TyperGroup):
    """A command group that turns `SearchAppError`s into one message on standard error."""

    def invoke(self, ctx: Any) -> Any:
        """Run the chosen command.

        Raises:
            typer.Exit: With the error's exit code.
        """
        try:
            return super().invoke(ctx)
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
