"""Publish a snapshot as the current generation of a collection."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines.snapshots.contents import unusable
from pipelines.snapshots.unpack import unpack
from search_app.collections import Catalog, Generation
from search_app.collections.builds.publication import publish
from search_app.collections.builds.staging import Staging, StagingRecord
from search_app.collections.builds.writer_lock import writing
from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import GenerationFolder, new_generation_id
from search_app.collections.ledger import Ledger
from search_app.collections.manifest import GenerationManifest, read_manifest
from search_app.collections.model_identity import fingerprints
from search_app.errors import BadInputError, CorruptError, NotFoundError
from search_app.protocols import VectorStore
from search_app.stores import VectorHost, VectorLocation
from search_app.stores.copy_vectors import copy_vectors
from search_app.stores.edge_host import EdgeHost


def restore_snapshot(
    archive: Path, collection: str, *, data_dir: Path, host: VectorHost, replace_current: bool = False
) -> Generation:
    """Unpack, compare every file with its checksum, and vectors and Lucene with the ledger, then publish.

    Searches see the generation before until then; killed at any point, the collection is as it was.

    Args:
        archive: A file written by `write_snapshot`, from here or another machine.
        collection: Name to restore it under.
        data_dir: Where collections live.
        host: Where the vectors go, whatever engine they came from.
        replace_current: Whether a collection of that name may be replaced.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: When there is such a collection and `replace_current` is not set.
        CorruptError: When the file is damaged, cut short, or holds what no snapshot holds.
        BusyError: When a job writes the collection.
        UnavailableError: When the disk is full or a store cannot be reached.
    """
    if not archive.is_file():
        raise NotFoundError(f"no file {str(archive)!r}", "a snapshot", "check the path")
    catalog = Catalog(data_dir)
    folder = catalog.folder(collection)
    if catalog.exists(collection) and not replace_current:
        raise BadInputError(
            f"collection {collection!r} is there already",
            "a new name",
            "choose another --name, or add --replace",
        )
    new = not folder.path.exists()
    try:
        with writing(folder):
            return _restore(archive, folder, host)
    finally:
        if new and not catalog.exists(collection):
            shutil.rmtree(folder.path, ignore_errors=True)


def _restore(archive: Path, folder: CollectionFolder, host: VectorHost) -> Generation:
    generation_id = new_generation_id()
    location = host.location(folder.name, generation_id)
    staging = Staging(folder, host)
    staging.begin(StagingRecord(generation_id, None, f"snapshot {archive.resolve()}", {}, location), None)
    try:
        unpack(archive, staging.parts.path)
        manifest = _manifest(archive, staging.parts, folder, generation_id, location)
        with closing(_open_vectors(staging.parts, manifest, host)) as store:
            _check_counts(archive, staging.parts, manifest, store)
        return publish(folder, manifest, host)
    except BaseException:  # once the switch is made, nothing is left to discard
        staging.discard()
        raise


def _manifest(
    archive: Path,
    parts: GenerationFolder,
    folder: CollectionFolder,
    generation_id: str,
    location: VectorLocation,
) -> GenerationManifest:
    try:
        manifest = read_manifest(parts.path)
        fingerprints(manifest.models)
        layout = manifest.store.layout
    except (CorruptError, AttributeError) as error:
        raise unusable(str(archive), str(error)) from error
    try:
        current = folder.current()
    except CorruptError:  # what is being replaced need not be readable
        current = None
    return replace(
        manifest,
        generation=generation_id,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        store=location.keeping(layout),
        previous=current.id if current else None,
    )


def _open_vectors(parts: GenerationFolder, manifest: GenerationManifest, host: VectorHost) -> VectorStore:
    """Open the vectors where they are to stay: in the files, or on the server they are first copied to."""
    if manifest.store.kind == "edge":
        return host.open(parts.vectors_path, manifest.store)
    files = EdgeHost().open(parts.vectors_path, VectorLocation("edge"))
    dimension = manifest.models["dense"].dimension
    copy_vectors(files, host.create(parts.vectors_path, manifest.store, dimension))
    shutil.rmtree(parts.vectors_path)
    store = host.open(parts.vectors_path, manifest.store)
    store.optimize()
    return store


def _check_counts(
    archive: Path, parts: GenerationFolder, manifest: GenerationManifest, store: VectorStore
) -> None:
    with Ledger(parts.ledger_path, read_only=True) as ledger:
        documents, passages = ledger.counts()
    with closing(parts.open_index(manifest.analysis)) as searcher:
        counts = {documents == manifest.documents, passages == manifest.passages}
        counts |= {count == manifest.passages for count in (searcher.count(), store.count())}
    if False in counts:
        raise unusable(str(archive), "its lanes do not hold what its manifest says")
