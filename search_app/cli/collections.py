"""`search-app collections`: list, inspect, verify, delete, snapshot and restore."""

import json
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search_app.cli import snapshots
from search_app.errors import BadInputError, CorruptError

if TYPE_CHECKING:
    from pipelines.upkeep.repair import RepairOutcome
    from search_app.collections import Catalog, Generation
    from search_app.collections.verify import VerifyReport
    from search_app.settings import Settings

app = typer.Typer(no_args_is_help=True, help="List, inspect, verify, delete, save and restore.")
app.command()(snapshots.snapshot)
app.command()(snapshots.restore)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the collection.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_collections(as_json: _Json = False) -> None:
    """List all collections."""
    catalog, _ = _open()
    entries = [_entry(catalog, name) for name in catalog.names()]
    if as_json:
        typer.echo(json.dumps({"collections": entries}))
        return
    if not entries:
        typer.echo("No collections yet. Create one: search-app ingest SOURCE --collection NAME")
    for entry in entries:
        if "problem" in entry:
            typer.echo(f"{entry['name']}  cannot be read: {entry['problem']}")
        else:
            counts = f"{entry['documents']:,} documents  {entry['passages']:,} passages"
            typer.echo(f"{entry['name']}  {counts}  published {entry['created']}")


@app.command()
def info(name: _Name, as_json: _Json = False) -> None:
    """Show what a collection holds and which models made it."""
    from search_app.collections.disk_size import disk_bytes

    catalog, _ = _open()
    generation = catalog.current_generation(name)
    size = disk_bytes(generation.path)
    if as_json:
        typer.echo(json.dumps({"name": name, **generation.manifest.to_json(), "disk_bytes": size}))
        return
    manifest = generation.manifest
    typer.echo(f"{name}: {manifest.documents:,} documents, {manifest.passages:,} passages")
    typer.echo(f"  generation  {manifest.generation}, published {manifest.created}")
    typer.echo(f"  store       {manifest.store.kind} {manifest.store.collection or ''}".rstrip())
    for lane, model in sorted(manifest.models.items()):
        typer.echo(f"  {lane:<10}  {model.name}, dimension {model.dimension}, {model.fingerprint[:12]}")
    for field, kind in sorted(manifest.fields.items()):
        typer.echo(f"  field       {field} ({kind})")
    for source in manifest.sources:
        typer.echo(f"  source      {source}")
    typer.echo(f"  on disk     {size / 2**20:.1f} MiB")


@app.command()
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
    catalog, settings = _open()
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


@app.command()
def delete(
    name: _Name, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> None:
    """Delete a collection with all its vectors and its index."""
    from search_app.collections.builds.delete_collection import delete_collection
    from search_app.stores import choose_host

    catalog, settings = _open()
    if not catalog.exists(name):
        raise catalog.unknown(name)
    if not yes and not _confirmed(name):
        typer.echo("Nothing was deleted.", err=True)
        raise typer.Exit(1)
    delete_collection(catalog.folder(name), choose_host(settings))
    typer.echo(f"Deleted {name}.", err=True)


def _open() -> "tuple[Catalog, Settings]":
    from search_app.collections import Catalog
    from search_app.settings import read_settings

    settings = read_settings()
    return Catalog(settings.data_dir), settings


def _entry(catalog: "Catalog", name: str) -> dict[str, Any]:
    try:
        manifest = catalog.current_generation(name).manifest
    except CorruptError as error:
        return {"name": name, "problem": str(error)}
    return {
        "name": name,
        "documents": manifest.documents,
        "passages": manifest.passages,
        "created": manifest.created,
        "generation": manifest.generation,
        "models": {lane: model.name for lane, model in manifest.models.items()},
    }


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
    host = choose_host(settings)
    repaired = repair(name, data_dir=settings.data_dir, host=host)
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


def _confirmed(name: str) -> bool:
    import sys

    if not sys.stdin.isatty():
        raise BadInputError(
            f"deleting {name!r} without a terminal to ask on", "a confirmation", "add --yes if you mean it"
        )
    return typer.confirm(f"Delete collection {name} for good?", err=True)
