"""Commands that are loaded when they are asked for: a group's own, and those registered by entry point.

The group `search_app.commands` holds commands of `search-app`, and `search_app.commands.NAME` those of its
command NAME: each entry is a name and the function, as in `ingest = "pipelines.cli.ingest:ingest"`.
"""

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup

from search_app.errors import UnavailableError

COMMANDS = "search_app.commands"
_INSTALL_AGAIN = "install search-app again: make, or pip install -e ."


class RegisteredGroup(TyperGroup):
    """A group of commands of its own, then those registered under `group` by installed packages.

    A command of its own costs no look at the registered ones: finding those reads the metadata of every
    installed package.
    """

    group: ClassVar[str] = COMMANDS
    own: ClassVar[Mapping[str, str]] = {}
    """{name: "module:function"} of commands of its own."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of its own commands, then of the registered ones by name."""
        own = [*self.own, *super().list_commands(ctx)]
        return own + [entry.name for entry in _entries(self.group) if entry.name not in own]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, or None when there is none of this name.

        Raises:
            UnavailableError: When no command at all is registered, or this one cannot be loaded.
        """
        own = super().get_command(ctx, cmd_name)
        if own is None and cmd_name in self.own:
            own = self.commands[cmd_name] = _loaded(EntryPoint(cmd_name, self.own[cmd_name], self.group))
        if own is None:
            for entry in _entries(self.group):
                if entry.name == cmd_name:
                    own = self.commands[cmd_name] = _loaded(entry, panel="Jobs")
        return own

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that `args` begin with; a mistyped name is compared with all names."""
        if args and self.get_command(ctx, args[0]) is None:
            for name in self.list_commands(ctx):
                self.get_command(ctx, name)
        return super().resolve_command(ctx, args)


def _entries(group: str) -> list[EntryPoint]:
    found = sorted(entry_points(group=group), key=lambda entry: entry.name)
    if not found:
        raise UnavailableError(
            "this installation was made before commands were registered by entry points",
            f"the entry points {group}",
            _INSTALL_AGAIN,
        )
    return found


def _loaded(entry: EntryPoint, panel: str | None = None) -> Any:
    try:
        function = entry.load()
    except (ImportError, AttributeError) as error:
        raise UnavailableError(
            f"the command {entry.name} cannot be loaded ({error})", "", _INSTALL_AGAIN
        ) from error
    alone = typer.Typer(add_completion=False)
    alone.command(entry.name, rich_help_panel=panel)(function)
    return typer.main.get_command(alone)
