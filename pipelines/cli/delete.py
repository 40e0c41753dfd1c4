"""`search-app delete`: take documents out of a collection."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from search_app.errors import BadInputError, NotFoundError

if TYPE_CHECKING:
    from pipelines.upkeep.delete_documents import DeleteOutcome


def delete(
    collection: Annotated[str, typer.Option("--collection", "-c", help="Collection to delete from.")],
    ids: Annotated[list[str] | None, typer.Argument(help="Ids of the documents.", show_default=False)] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            "-f",
            help="Every document that passes: kind=function, year<=1990, with AND, OR, NOT; all must hold.",
        ),
    ] = None,
    ids_file: Annotated[
        Path | None, typer.Option(help="File with one id a line; - reads standard input.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count, and name the first.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before deleting by filter.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object at the end.")] = False,
) -> None:
    """Delete documents with all their passages from every lane, by id or by filter.

    The collection is published anew, so searches see all of them until then and none afterwards. The next
    ingest of a source that still has them brings them back.
    """
    from pipelines.upkeep.delete_documents import delete_documents
    from search_app.collections import Catalog
    from search_app.filters.language import parse_filter
    from search_app.settings import read_settings
    from search_app.stores import choose_host

    given = [*(ids or ()), *_listed(ids_file)]
    if bool(given) == bool(where):
        raise BadInputError(
            "both ids and a filter" if given else "nothing to delete", "either ids or --filter, one of them"
        )
    settings = read_settings()
    fields = Catalog(settings.data_dir).current_generation(collection).manifest.fields
    condition = parse_filter(where or [], fields)
    outcome = delete_documents(
        collection,
        data_dir=settings.data_dir,
        host=choose_host(settings),
        ids=given,
        where=condition,
        confirm=lambda found: not dry_run and (bool(given) or yes or _confirmed(found)),
    )
    _tell(outcome, dry_run, named=bool(given) or not (dry_run or yes))
    if as_json:
        typer.echo(json.dumps(outcome.to_json()))
    if outcome.deleted == 0:
        wanted = f"{outcome.unknown:,} ids" if given else "the filter"
        raise NotFoundError(f"no document of {collection!r} has {wanted}", "", "check them with a search")


def _listed(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"{file} cannot be read ({error})", "a UTF-8 file with one id a line") from error
    return [line for line in text.splitlines() if line.strip()]


def _confirmed(found: "DeleteOutcome") -> bool:
    _name(found)
    number = found.deleted
    if not sys.stdin.isatty():
        raise BadInputError(
            f"deleting {number:,} documents by filter without a terminal to ask on",
            "a confirmation",
            "add --yes if you mean it, or --dry-run to count",
        )
    return typer.confirm(f"Delete {number:,} documents from {found.collection}?", err=True)


def _name(found: "DeleteOutcome") -> None:
    """Name the first documents, one a line, and say how many more there are."""
    for identifier in found.deleted_ids:
        typer.echo(f"  {identifier if identifier.isprintable() else repr(identifier)}", err=True)
    more = found.deleted - len(found.deleted_ids)
    if more:
        typer.echo(f"  and {more:,} more", err=True)


def _tell(outcome: "DeleteOutcome", dry_run: bool, named: bool) -> None:
    left = f"{outcome.documents:,} documents, {outcome.passages:,} passages"
    if outcome.published:
        typer.echo(f"{outcome.collection}: {outcome.deleted:,} documents deleted; {left} left.", err=True)
    elif dry_run:
        typer.echo(f"{outcome.collection}: would delete {outcome.deleted:,} of {left}.", err=True)
    else:
        typer.echo(f"{outcome.collection}: nothing was deleted.", err=True)
    if not named and (outcome.published or dry_run):
        _name(outcome)
    if outcome.unknown and outcome.deleted:
        unknown = ", ".join(map(repr, outcome.unknown_ids[:5]))
        typer.secho(f"{outcome.unknown:,} ids are not in the collection: {unknown}", err=True, fg="yellow")
