"""`search-app search`: one question, answered in the terminal."""

import json
from typing import Annotated

import typer

from search_app.errors import BadInputError
from search_app.lanes import ALL_LANES


def search(
    query: Annotated[str, typer.Argument(help="The question, in plain words.")],
    collection: Annotated[str, typer.Option("--collection", "-c", help="Collection to search.")],
    limit: Annotated[int, typer.Option("-k", "--limit", help="Number of results, 1 to 1000.")] = 10,
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
    explain: Annotated[
        bool, typer.Option("--explain", help="Show the way to each score and every word's contribution.")
    ] = False,
    explain_rerank: Annotated[
        bool,
        typer.Option("--explain-rerank", help="Also find the words the cross-encoder went by; takes longer."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Search a collection and say why each hit is there."""
    from search_app.cli.service import chosen_profile, open_service
    from search_app.filters.language import parse_filter
    from search_app.records import Query

    if not query.strip():
        raise BadInputError("an empty query", "some words", "put the question in quotes")
    with open_service() as service:
        request = Query(
            query,
            limit,
            parse_filter(where, service.open(collection).fields()) if where else None,
            parse_lanes(lanes),
            rerank,
            explain_depth=limit if explain else None,
            explain_rerank=explain_rerank,
        )
        answer = service.open(collection, chosen_profile(service, profile)).search(request)
    if as_json:
        from search_app.engine.answer_object import answer_object

        typer.echo(json.dumps(answer_object(answer, collection), ensure_ascii=True))
        return
    from rich.console import Console

    from search_app.cli.answer_text import print_answer

    print_answer(Console(highlight=False), answer, full=explain or explain_rerank)


def parse_lanes(text: str | None) -> tuple[str, ...] | None:
    """Split a comma-separated list of lanes.

    Raises:
        BadInputError: Names what is no lane, and lists the lanes.
    """
    from search_app.ranking.profile import check_lanes

    if text is None:
        return None
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if not names:
        raise BadInputError("--lanes without a lane", f"some of {', '.join(ALL_LANES)}")
    check_lanes(names)
    return names
