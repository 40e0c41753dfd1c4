"""`search-app models`: list, inspect and remove added models.

What makes a bundle or publishes one is registered by the jobs, see `registered`.
"""

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search_app.cli.registered import COMMANDS, RegisteredGroup
from search_app.errors import BadInputError, CorruptError, SearchAppError

if TYPE_CHECKING:
    from pathlib import Path

    from search_app.bundles import BundleManifest


class ModelsGroup(RegisteredGroup):
    """The commands of `search-app models`."""

    group = f"{COMMANDS}.models"


app = typer.Typer(
    cls=ModelsGroup, no_args_is_help=True, help="Add models of sentence-transformers, list, inspect, publish."
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the model.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_models(as_json: _Json = False) -> None:
    """List the shipped and the added models."""
    from search_app.bundles.added import added_folder, added_names
    from search_app.bundles.locate import SHIPPED, shipped_bundles
    from search_app.settings import read_settings

    added = added_folder(read_settings().data_dir)
    places = [(SHIPPED / name, "shipped") for name in shipped_bundles()]
    places += [(added / name, "added") for name in added_names(read_settings().data_dir)]
    entries = [_entry(folder, origin) for folder, origin in places]
    if as_json:
        typer.echo(json.dumps({"models": entries}))
        return
    for entry in entries:
        if "problem" in entry:
            typer.echo(f"{entry['name']}  cannot be read: {entry['problem']}")
        else:
            kind = f"{entry['kind']}, {entry['dimension']:,} dimensions, {entry['precision']}"
            typer.echo(f"{entry['name']}  {kind}  {entry['origin']}  {entry['base_model']}")


@app.command()
def info(name: _Name, as_json: _Json = False) -> None:
    """Show what a model is, what it was made from and what was checked; verify its files."""
    from search_app.bundles import locate_bundle, read_manifest
    from search_app.bundles.manifest import verify_files

    folder = locate_bundle(name)
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    if as_json:
        typer.echo(json.dumps({"folder": str(folder), **_told(manifest)}, ensure_ascii=True))
        return
    typer.echo(f"{name}: {manifest.kind} model {manifest.name} {manifest.version}, {manifest.precision}")
    for title, value in _told(manifest).items():
        for line in value if isinstance(value, list) else [value]:
            shown = json.dumps(line, ensure_ascii=False) if isinstance(line, dict) else line
            typer.echo(f"  {title:<12}  {shown}")
    typer.echo(f"  {'folder':<12}  {folder}")
    typer.echo(f"  {'files':<12}  {len(manifest.files)}, all as their checksums say")


@app.command()
def remove(
    name: _Name,
    force: Annotated[bool, typer.Option("--force", help="Although collections were made with it.")] = False,
) -> None:
    """Remove an added model; one that a collection needs only with --force."""
    from search_app.bundles.added import find_added, remove_added
    from search_app.settings import read_settings

    data_dir = read_settings().data_dir
    folder = find_added(name, data_dir)
    users = [] if force else _collections_of(folder)
    if users:
        raise BadInputError(
            f"the collections {', '.join(users)} were made with {name}, and cannot be searched without it",
            "a model that no collection needs",
            "delete them first, or give --force",
        )
    remove_added(name, data_dir)
    typer.echo(f"Removed {name}")


def _entry(folder: "Path", origin: str) -> dict[str, Any]:
    from search_app.bundles import read_manifest

    try:
        manifest = read_manifest(folder)
    except CorruptError as error:
        return {"name": folder.name, "origin": origin, "problem": str(error)}
    return {
        "name": folder.name,
        "origin": origin,
        "kind": manifest.kind,
        "dimension": manifest.dimension,
        "precision": manifest.precision,
        "base_model": manifest.base_model,
        "fingerprint": manifest.fingerprint,
    }


def _told(manifest: "BundleManifest") -> dict[str, Any]:
    prompts = [f"{role}: {text!r}" for role, text in manifest.prompts.items() if text]
    found = {
        "kind": manifest.kind,
        "dimension": manifest.dimension,
        "similarity": manifest.similarity if manifest.kind == "dense" else "",
        "window": f"{manifest.max_tokens:,} tokens, queries {manifest.max_query_tokens:,}",
        "prompts": prompts,
        "made from": manifest.base_model,
        "commit": manifest.source.get("commit", ""),
        "weights": [f"{file} {digest}" for file, digest in manifest.source.get("weights", {}).items()],
        "licence": manifest.licence,
        "parity": [{name: value} for name, value in manifest.parity.items()],
        "quality": [{name: value} for name, value in manifest.quality.items()],
        "note": list(manifest.notes),
        "fingerprint": manifest.fingerprint,
    }
    return {title: value for title, value in found.items() if value not in ("", [], None)}


def _collections_of(folder: "Path") -> list[str]:
    """Names of the collections whose vectors this model made; those that cannot be read count as none."""
    from search_app.bundles import read_manifest
    from search_app.collections import Catalog
    from search_app.settings import read_settings

    catalog = Catalog(read_settings().data_dir)
    try:
        wanted = read_manifest(folder).fingerprint
    except CorruptError:
        return []
    found = []
    for name in catalog.names():
        try:
            models = catalog.current_generation(name).manifest.models
        except SearchAppError:
            continue
        if any(model.fingerprint == wanted for model in models.values()):
            found.append(name)
    return found
