"""`search-app demo`: this Python's own documentation, searched."""

from typing import Annotated

import typer

_COLLECTION = "python-docs"
_QUESTIONS = (
    "run a command with a timeout and capture its output",
    "merge several sorted lists into one",
    "how do I create a temporary directory that is deleted afterwards",
)


def demo(
    packages: Annotated[
        str | None, typer.Option(help="Installed packages to add, separated by commas: numpy,pandas.")
    ] = None,
    serve: Annotated[bool, typer.Option(help="Serve the page at the end.")] = True,
) -> None:
    """Ingest the documentation of this Python, answer three questions, serve the page."""
    from rich.console import Console

    from search_app.cli.answer_text import print_answer
    from search_app.cli.service import open_service
    from search_app.errors import MismatchError
    from search_app.records import Query

    try:
        _ingest(packages, recreate=False)
    except MismatchError:
        typer.echo(f"{_COLLECTION} was encoded with models of another version: building it anew", err=True)
        _ingest(packages, recreate=True)
    console = Console(highlight=False)
    with open_service() as service:
        service.open(_COLLECTION).warm()
        for question in _QUESTIONS:
            console.rule(question, align="left")
            print_answer(console, service.open(_COLLECTION).search(Query(question, limit=3)), full=False)
    typer.echo(f'Ask more: search-app search "your question" --collection {_COLLECTION}')
    if serve:
        from search_app.cli.serve import run_page
        from search_app.settings import read_settings

        settings = read_settings()
        run_page(settings.host, settings.port)


def _ingest(packages: str | None, recreate: bool) -> None:
    """Ingest; a source file that cannot be read is listed and does not end the tour."""
    from pipelines.cli.ingest import run_ingest
    from pipelines.cli.ingest_request import IngestRequest
    from pipelines.ingest.options import IngestOptions

    added = tuple(name.strip() for name in (packages or "").split(",") if name.strip())
    options = IngestOptions(recreate=recreate)
    run_ingest(IngestRequest("python-docs", _COLLECTION, packages=added, options=options))
