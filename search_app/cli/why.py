"""`search-app why`: what became of one document in one search."""

import json
from typing import Annotated

import typer

from search_app.errors import NotFoundError
from search_app.lanes import ALL_LANES


def why(
    query: Annotated[str, typer.Argument(help="The question, as it was asked.")],
    doc: Annotated[str, typer.Option("--doc", help="Id of the document asked about.")],
    collection: Annotated[str, typer.Option("--collection", "-c", help="Collection that was searched.")],
    versus: Annotated[
        str | None, typer.Option("--versus", help="Id of a second document to compare with.")
    ] = None,
    limit: Annotated[int, typer.Option("-k", "--limit", help="Number of results shown, 1 to 1000.")] = 10,
    lanes: Annotated[
        str | None, typer.Option(help=f"Lanes to ask, separated by commas: {', '.join(ALL_LANES)}.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            help="Filter on metadata: kind=function, year>=1990, year=1990..2000, draft?, with AND, OR, NOT; "
            "all of several must hold.",
        ),
    ] = None,
    rerank: Annotated[bool, typer.Option(help="Let the cross-encoder reorder the head.")] = True,
    profile: Annotated[
        str | None, typer.Option(help="Profile to search by: a shipped name, one of your own, or a file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say why a document is where it is, or not there, and what would bring it in."""
    from search_app.cli.search import parse_lanes
    from search_app.cli.service import chosen_profile, open_service
    from search_app.filters.language import parse_filter
    from search_app.records import Query

    with open_service() as service:
        condition = parse_filter(where, service.open(collection).fields()) if where else None
        request = Query(query, limit, condition, parse_lanes(lanes), rerank)
        report = service.open(collection, chosen_profile(service, profile)).why(request, doc, versus)
    for each in (report, report.versus):
        if each is not None and each.stage == "unknown document":
            raise NotFoundError(each.reason)
    if as_json:
        from search_app.engine.report_object import report_object

        typer.echo(json.dumps(report_object(report, query, collection), ensure_ascii=True))
        return
    from rich.console import Console

    from search_app.cli.why_text import print_report

    print_report(Console(highlight=False), report)
