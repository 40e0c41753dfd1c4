"""The command line: every job and every search starts here.

Commands that search are listed below; those that run jobs register themselves, see `registered`.
"""

import typer

from search_app.cli import (
    api,
    collections,
    compare,
    doctor,
    fuse,
    in_document,
    keys,
    mcp,
    models,
    score,
    search,
    serve,
    why,
)
from search_app.cli.entry import main
from search_app.cli.errors import FriendlyGroup

app = typer.Typer(
    cls=FriendlyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Hybrid search that explains itself: dense, learned sparse and BM25, fused and reranked.",
)

app.command()(search.search)
app.command()(why.why)
app.command("in-document")(in_document.in_document)
app.add_typer(collections.app, name="collections")
app.add_typer(models.app, name="models")
app.command()(serve.serve)
app.command()(api.api)
app.command()(mcp.mcp)
app.add_typer(keys.app, name="keys")
app.command()(doctor.doctor)
app.command()(score.score)
app.command()(fuse.fuse)
app.command()(compare.compare)


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
