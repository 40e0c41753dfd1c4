"""`search-app in-document`: a question to one file, without an index."""

import json
from pathlib import Path
from typing import Annotated

import typer


def in_document(
    file: Annotated[Path, typer.Argument(help="The file: text, Markdown, HTML, PDF or Word.")],
    question: Annotated[str, typer.Argument(help="The question, in plain words.")],
    limit: Annotated[int, typer.Option("-k", "--limit", min=1, max=1000, help="Passages to show.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find the passages of one file that answer a question best."""
    from search_app.cli.service import open_service
    from search_app.parsing import parse_file
    from search_app.records import Document

    parsed = parse_file(file)
    for note in parsed.notes:
        typer.secho(f"{file.name}: {note}", err=True, fg="yellow")
    document = Document(file.name, parsed.title, parsed.text)
    with open_service() as service:
        hits = service.in_document(document, question, limit)
    from search_app.cli.in_document_output import print_hits
    from search_app.in_document.hits_object import hits_object

    if as_json:
        typer.echo(json.dumps(hits_object(hits, document, question), ensure_ascii=True))
        return
    from rich.console import Console

    print_hits(Console(highlight=False), hits, document)
