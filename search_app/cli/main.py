"""The command line: every job and every search starts here.

A command's module is imported when the command is asked for, so that none pays for what another imports.
Commands that run jobs register themselves, see `registered`.
"""

from collections.abc import Mapping
from typing import ClassVar

import typer

from search_app.cli import collections, keys, models
from search_app.cli.entry import main
from search_app.cli.errors import FriendlyGroup


class SearchAppGroup(FriendlyGroup):
    """The commands of `search-app`."""

    own: ClassVar[Mapping[str, str]] = {
        "search": "search_app.cli.search:search",
        "why": "search_app.cli.why:why",
        "in-document": "search_app.cli.in_document:in_document",
        "serve": "search_app.cli.serve:serve",
        "api": "search_app.cli.api:api",
        "mcp": "search_app.cli.mcp:mcp",
        "doctor": "search_app.cli.doctor:doctor",
        "score": "search_app.cli.score:score",
        "fuse": "search_app.cli.fuse:fuse",
        "compare": "search_app.cli.compare:compare",
    }


app = typer.Typer(
    cls=SearchAppGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Hybrid search that explains itself: dense, learned sparse and BM25, fused and reranked.",
)

app.add_typer(collections.app, name="collections")
app.add_typer(models.app, name="models")
app.add_typer(keys.app, name="keys")


def _version(wanted: bool) -> None:
    if wanted:
        from search_app import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """Hybrid search that explains itself: dense, learned sparse and BM25, fused and reranked."""


if __name__ == "__main__":
    main()
