"""`search-app collections snapshot` and `restore`: a collection as one file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from search_app.stores import VectorHost

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


def snapshot(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the collection.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="File to write; NAME-GENERATION.snapshot.tar.gz here by default."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: _Json = False,
) -> None:
    """Write a collection into one file: vectors, BM25 index, ledger and manifest, with checksums."""
    from pipelines.snapshots import write_snapshot
    from search_app.collections import Catalog

    data_dir, host = _where()
    file = output or Path(f"{name}-{Catalog(data_dir).current_id(name)}.snapshot.tar.gz")
    contents = write_snapshot(name, file, data_dir=data_dir, host=host, replace_file=force)
    size = file.stat().st_size
    if as_json:
        told = {"documents": contents.documents, "passages": contents.passages, "bytes": size}
        typer.echo(json.dumps({"name": name, "file": str(file), "generation": contents.generation, **told}))
    else:
        counts = f"{contents.documents:,} documents, {contents.passages:,} passages"
        typer.echo(f"{file}: {counts}, {size / 2**20:.1f} MiB")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `snapshot` has written.")],
    name: Annotated[str, typer.Option("--name", "-n", help="Name of the collection to restore it as.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace a collection of that name.")] = False,
    as_json: _Json = False,
) -> None:
    """Restore a collection from a snapshot, into the embedded engine or the Qdrant server in use."""
    from pipelines.snapshots import restore_snapshot

    data_dir, host = _where()
    generation = restore_snapshot(file, name, data_dir=data_dir, host=host, replace_current=replace)
    manifest = generation.manifest
    if as_json:
        counts = {"documents": manifest.documents, "passages": manifest.passages}
        typer.echo(json.dumps({"name": name, "generation": generation.id, **counts}))
    else:
        typer.echo(f"{name}: restored {manifest.documents:,} documents, {manifest.passages:,} passages.")


def _where() -> "tuple[Path, VectorHost]":
    from search_app.settings import read_settings
    from search_app.stores import choose_host

    settings = read_settings()
    return settings.data_dir, choose_host(settings)
