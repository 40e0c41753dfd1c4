"""`search-app doctor`: is everything here that a search needs, and does it work."""

import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import typer

from search_app.errors import SearchAppError

if TYPE_CHECKING:
    from search_app.settings import Settings


def doctor() -> None:
    """Check Python, the models, Java, the stores and the collections; say what to do about problems."""
    healthy = True
    for name, check in _checks():
        try:
            detail = check()
        except SearchAppError as error:
            healthy = False
            typer.secho(f"  problem  {name}: {error}", fg="red")
        else:
            typer.echo(f"  ok       {name}: {detail}")
    if not healthy:
        raise typer.Exit(1)


def _checks() -> Iterator[tuple[str, Callable[[], str]]]:
    from search_app.settings import read_settings

    settings = read_settings()
    yield "python", lambda: sys.version.split()[0]
    yield "dense model", lambda: _bundle(settings.dense_bundle)
    yield "sparse model", lambda: _bundle(settings.sparse_bundle)
    yield "cross-encoder", lambda: _bundle(settings.cross_encoder_bundle)
    yield "java", _java
    yield "lucene", _lucene
    yield "vectors", lambda: _vectors(settings)
    yield "data directory", lambda: _data_dir(settings)
    yield "collections", lambda: _collections(settings)


def _bundle(reference: str) -> str:
    from search_app.bundles import locate_bundle, read_manifest
    from search_app.bundles.manifest import verify_files

    folder = locate_bundle(reference)
    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    return f"{manifest.name} {manifest.version} ({manifest.precision}, {folder})"


def _java() -> str:
    from search_app.lucene.java import find_java

    java = find_java()
    return f"{java.version} from {java.origin} ({java.home})"


def _lucene() -> str:
    from search_app.lucene.class_archive import class_archive
    from search_app.lucene.java import find_java
    from search_app.lucene.jvm import anserini_jar, start_jvm

    start_jvm()
    archive = class_archive(find_java(), anserini_jar())
    there = f"their archive is {archive}" if archive.is_file() else "an ingest of 20 s makes their archive"
    return f"the Java machine starts and Anserini's classes load; {there}"


def _vectors(settings: "Settings") -> str:
    url = settings.qdrant_url
    if url is None:
        from importlib.metadata import version

        return f"embedded, Qdrant Edge {version('qdrant-edge-py')}"
    from search_app.stores.server import server_version

    return f"Qdrant {server_version(url, settings.server_key)} at {url}"


def _data_dir(settings: "Settings") -> str:
    import os
    import shutil

    from search_app.errors import UnavailableError

    folder = settings.data_dir
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if not os.access(existing, os.W_OK):
        raise UnavailableError(
            f"{folder} cannot be written", "a folder of yours", "set SEARCH_APP_DATA_DIR to another folder"
        )
    return f"{folder} ({shutil.disk_usage(existing).free / 1e9:.0f} GB free)"


def _collections(settings: "Settings") -> str:
    from search_app.collections.catalog import Catalog

    catalog = Catalog(settings.data_dir)
    names = catalog.names()
    for name in names:
        catalog.current_generation(name)
    return ", ".join(names) or "none yet; try `search-app demo`"
