"""`search-app collections`: list and inspect.

What changes a collection or reads all of it is registered by the jobs, see `registered`.
"""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search_app.cli.registered import COMMANDS, RegisteredGroup
from search_app.errors import CorruptError

if TYPE_CHECKING:
    from search_app.collections import Catalog, Generation


class CollectionsGroup(RegisteredGroup):
    """The commands of `search-app collections`."""

    group = f"{COMMANDS}.collections"


app = typer.Typer(
    cls=CollectionsGroup, no_args_is_help=True, help="List, inspect, verify, delete, save and restore."
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the collection.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_collections(as_json: _Json = False) -> None:
    """List all collections."""
    catalog = _open()
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
    from search_app.text.analysis import AUTO

    catalog = _open()
    generation = catalog.current_generation(name)
    manifest, size = generation.manifest, disk_bytes(generation.path)
    if as_json:
        languages = {"languages": dict(generation.languages())} if manifest.analyzer == AUTO else {}
        typer.echo(json.dumps({"name": name, **manifest.to_json(), **languages, "disk_bytes": size}))
        return
    typer.echo(f"{name}: {manifest.documents:,} documents, {manifest.passages:,} passages")
    typer.echo(f"  generation  {manifest.generation}, published {manifest.created}")
    typer.echo(f"  store       {manifest.store.kind} {manifest.store.collection or ''}".rstrip())
    for lane, model in sorted(manifest.models.items()):
        typer.echo(f"  {lane:<10}  {model.name}, dimension {model.dimension}, {model.fingerprint[:12]}")
    typer.echo(f"  bm25        {_words(generation)}")
    for field, kind in sorted(manifest.fields.items()):
        typer.echo(f"  field       {field} ({kind})")
    for source in manifest.sources:
        typer.echo(f"  source      {source}")
    typer.echo(f"  on disk     {size / 2**20:.1f} MiB")


def _words(generation: "Generation") -> str:
    """Say how BM25 makes words."""
    said = [generation.manifest.analyzer]
    said += [f"{language} {count:,}" for language, count in generation.languages().items()]
    if generation.manifest.matching == 0:
        said.append("words as they are written (ingest with --recreate to find them however they are)")
    return ", ".join(said)


def _open() -> "Catalog":
    from search_app.collections import Catalog
    from search_app.settings import read_settings

    return Catalog(read_settings().data_dir)


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
        "analyzer": manifest.analyzer,
        "generation": manifest.generation,
        "models": {lane: model.name for lane, model in manifest.models.items()},
    }
