"""The command line: every job and every search starts here."""

import typer

from search_app.cli import (
    adapt,
    collections,
    compare,
    delete,
    demo,
    doctor,
    evaluate,
    fuse,
    in_document,
    ingest,
    reproduce,
    score,
    search,
    serve,
    training,
    tune,
    why,
)
from search_app.cli.errors import FriendlyGroup

app = typer.Typer(
    cls=FriendlyGroup,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Hybrid search that explains itself: dense, learned sparse and BM25, fused and reranked.",
)

app.command()(ingest.ingest)
app.command()(delete.delete)
app.command()(search.search)
app.command()(why.why)
app.command("in-document")(in_document.in_document)
app.command()(serve.serve)
app.command()(doctor.doctor)
app.command()(demo.demo)
app.command()(evaluate.evaluate)
app.command()(score.score)
app.command()(fuse.fuse)
app.command()(compare.compare)
app.command()(reproduce.reproduce)
app.command()(tune.tune)
app.command()(training.train)
app.command()(training.export)
app.command("reproduce-run")(training.reproduce_run)
app.command()(adapt.generate)
app.command()(adapt.adapt)
app.add_typer(collections.app, name="collections")


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


def main() -> None:
    """Entry point of `search-app`."""
    app()


if __name__ == "__main__":
    main()
