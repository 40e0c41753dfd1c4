"""Write the published generation of a collection into one file."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from pipelines.snapshots.contents import FILE_NAME, SnapshotContents
from search_app.collections import Catalog, Generation
from search_app.collections.atomic_text import sync_folder
from search_app.collections.manifest import FILE_NAME as MANIFEST
from search_app.collections.manifest import GenerationManifest
from search_app.errors import BadInputError, UnavailableError
from search_app.stores import VectorHost, VectorLocation
from search_app.stores.copy_vectors import copy_vectors
from search_app.stores.edge_host import EdgeHost
from search_app.stores.shard_files import lasting

_COMPRESSION = 1  # vectors hardly shrink; the engine's files are preallocated and mostly zeros


def write_snapshot(
    collection: str, archive: Path, *, data_dir: Path, host: VectorHost, replace_file: bool = False
) -> SnapshotContents:
    """Write a gzipped tar of manifest, ledger, Lucene index and vectors, each with its SHA-256.

    Vectors on a server are read over its interface into the embedded engine's files, so that a snapshot is
    one file for a cluster too and can be restored into either engine. Searching and ingesting go on
    meanwhile. The file appears under its name only when it is complete.

    Args:
        collection: Name of the collection.
        archive: File to write.
        data_dir: Where collections live.
        host: Where the vectors are.
        replace_file: Whether a file that is there may be replaced.

    Raises:
        NotFoundError: When there is no such collection.
        BadInputError: When the file is there already, or its folder is not.
        UnavailableError: When the disk is full, or two publications overtook the snapshot.
    """
    if archive.exists() and not replace_file:
        raise BadInputError(
            f"{archive} is there already", "a new file", "choose another --output, or add --force"
        )
    if not archive.parent.is_dir():
        raise BadInputError(f"{archive.parent} is no folder", "a folder that exists", "correct --output")
    generation = Catalog(data_dir).current_generation(collection)
    partial = archive.with_name(f".{archive.name}.{os.getpid()}.partial")
    try:
        with _local_vectors(generation, host, archive.parent) as vectors, partial.open("wb") as stream:
            contents = _write(stream, collection, generation, vectors)
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(archive)
        sync_folder(archive.parent)
    except OSError as error:
        raise UnavailableError(
            f"the snapshot {archive} cannot be written ({error})",
            "free space, and a collection that is not published twice meanwhile",
            "run the same command again",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return contents


@contextmanager
def _local_vectors(generation: Generation, host: VectorHost, scratch: Path) -> Iterator[Path]:
    """Lend a folder with the vectors as files of the embedded engine."""
    manifest = generation.manifest
    if manifest.store.kind == "edge":
        yield generation.vectors_path
        return
    with tempfile.TemporaryDirectory(dir=scratch, prefix=".snapshot-") as folder:
        path = Path(folder) / "vectors"
        location = _embedded(manifest).store
        target = EdgeHost().create(path, location, manifest.models["dense"].dimension)
        copy_vectors(generation.open_vectors(host), target)
        store = EdgeHost().open(path, location)
        store.optimize()
        store.close()
        yield path


def _write(stream: IO[bytes], collection: str, generation: Generation, vectors: Path) -> SnapshotContents:
    manifest = _embedded(generation.manifest)
    digests: dict[str, str] = {}
    with tarfile.open(
        fileobj=stream, mode="w:gz", compresslevel=_COMPRESSION, format=tarfile.PAX_FORMAT
    ) as tar:
        _add_text(tar, MANIFEST, json.dumps(manifest.to_json(), sort_keys=True), digests)
        _add_file(tar, "ledger.sqlite", generation.ledger_path, digests)
        for folder, path in (("lucene", generation.lucene_path), ("vectors", vectors)):
            for file in lasting(path):
                if file.is_file():
                    _add_file(tar, f"{folder}/{file.relative_to(path).as_posix()}", file, digests)
        contents = SnapshotContents(
            collection, generation.id, manifest.documents, manifest.passages, dict(digests)
        )
        _add_text(tar, FILE_NAME, contents.to_json(), digests)
    return contents


def _embedded(manifest: GenerationManifest) -> GenerationManifest:
    return replace(manifest, store=VectorLocation("edge").keeping(manifest.store.layout))


def _add_text(tar: tarfile.TarFile, name: str, text: str, digests: dict[str, str]) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(content)
    digests[name] = hashlib.sha256(content).hexdigest()
    tar.addfile(member, io.BytesIO(content))


def _add_file(tar: tarfile.TarFile, name: str, file: Path, digests: dict[str, str]) -> None:
    with file.open("rb") as stream:
        member = tarfile.TarInfo(name)
        member.size = os.fstat(stream.fileno()).st_size
        hashing = _Hashing(stream)
        tar.addfile(member, hashing)  # reads are all that tarfile makes of it
    digests[name] = hashing.digest.hexdigest()


class _Hashing:
    """Hashes what is read through it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        block = self._stream.read(size)
        self.digest.update(block)
        return block
