"""`search-app collections verify`: do the lanes of a collection hold the same, and mend them."""

import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from search_app.errors import CorruptError

if TYPE_CHECKING:
    from pipelines.upkeep.repair import RepairOutcome
    from search_app.collections import Catalog, Generation
    from search_app.collections.verify import VerifyReport
    from search_app.settings import Settings

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the collection.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def verify(
    name: _Name,
    mend: Annotated[
        bool,
        typer.Option(
            "--repair", help="Mend what is wrong; take out documents of which a lane has lost part."
        ),
    ] = False,
    as_json: _Json = False,
) -> None:
    """Compare the lanes entry by entry; exit code 0 only when nothing is wrong, and nothing was lost."""
    from search_app.collections import Catalog
    from search_app.settings import read_settings

    settings = read_settings()
    catalog = Catalog(settings.data_dir)
    report = None if mend else _verify(catalog.current_generation(name), settings)
    repaired = None
    if report is None:
        report, repaired = _repair(name, catalog, settings)
    if as_json:
        mended = {"repair": asdict(repaired)} if repaired else {}
        typer.echo(json.dumps({"name": name, "clean": report.clean, **asdict(report), **mended}))
    else:
        _print_report(name, report, repaired)
    if not report.clean or (repaired and repaired.removed):
        raise typer.Exit(CorruptError.exit_code)


def _verify(generation: "Generation", settings: "Settings") -> "VerifyReport":
    from contextlib import closing

    from search_app.collections.verify import verify as compare
    from search_app.stores import choose_host

    store = generation.open_vectors(choose_host(settings))
    with closing(store), closing(generation.open_lucene()) as searcher:
        return compare(generation, store, searcher)


def _repair(
    name: str, catalog: "Catalog", settings: "Settings"
) -> "tuple[VerifyReport, RepairOutcome | None]":
    """Mend what a verification finds, if it finds anything or cannot even be done."""
    from pipelines.upkeep.repair import repair
    from search_app.stores import choose_host

    with suppress(CorruptError):
        report = _verify(catalog.current_generation(name), settings)
        if report.clean:
            return report, None
    repaired = repair(name, data_dir=settings.data_dir, host=choose_host(settings))
    return _verify(catalog.current_generation(name), settings), repaired


def _print_report(name: str, report: "VerifyReport", repaired: "RepairOutcome | None") -> None:
    counts = f"{report.documents:,} documents, {report.passages:,} passages"
    if repaired:
        typer.echo(
            f"{name}: repaired; {repaired.reindexed:,} documents indexed anew, {repaired.restored:,} taken "
            f"from the generation before, {repaired.surplus:,} surplus passages deleted."
        )
        _print_removed(name, repaired.removed)
    if report.clean:
        typer.echo(f"{name}: all lanes hold the same {counts}.")
        return
    typer.echo(f"{name}: {counts} expected; vectors and Lucene hold {report.found}.")
    for finding in report.findings:
        typer.echo(f"  {finding.kind} in {finding.place}: {finding.count:,}")
        for entry in finding.entries[:10]:
            typer.echo(f"    {entry}")
    typer.echo(f"To mend it: search-app collections verify {name} --repair")


def _print_removed(name: str, removed: list[str]) -> None:
    if removed:
        typer.echo(
            f"  {len(removed):,} documents were lost and taken out: {', '.join(map(repr, removed[:10]))}"
        )
        typer.echo(f"  To bring them back: search-app ingest SOURCE --collection {name}")
