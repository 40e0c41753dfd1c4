"""The folder of a draft: begun, resumed after a kill, or discarded."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from search_app.collections.atomic_text import replace_text
from search_app.collections.builds.free_space import check_free
from search_app.collections.disk_size import disk_bytes
from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import Generation, GenerationFolder
from search_app.collections.manifest import FILE_NAME as MANIFEST
from search_app.errors import CorruptError
from search_app.stores import VectorHost, VectorLocation
from search_app.stores.sparse_copy import copy_folder
from search_app.text.analysis import TextAnalysis

FILE_NAME = "staging.json"


@dataclass(frozen=True, slots=True)
class StagingRecord:
    """The contents of `staging.json`.

    Attributes:
        generation: Id under which it will be published.
        base: Id of the generation it began as a copy of, or None.
        source: What is being ingested.
        models: {lane: fingerprint}.
        store: Where its vectors are.
        analysis: How its BM25 index makes words of texts.
        ready: True once the copy of the base is complete.
    """

    generation: str
    base: str | None
    source: str
    models: Mapping[str, str]
    store: VectorLocation = field(default_factory=VectorLocation)
    analysis: TextAnalysis = TextAnalysis(matching=0)
    ready: bool = False

    def continues(self, wanted: "StagingRecord") -> bool:
        """True when the work done under this record is work the wanted one needs."""
        return self.ready and self._work() == wanted._work()

    def _work(self) -> tuple[object, ...]:
        return (self.base, self.source, dict(self.models), self.store.kind, self.store.layout, self.analysis)


class Staging:
    """The staging folder of a collection; the caller holds the writer lock.

    Args:
        folder: The collection.
        host: Where the vectors are made.
    """

    def __init__(self, folder: CollectionFolder, host: VectorHost) -> None:
        self._folder, self._host = folder, host

    @property
    def parts(self) -> GenerationFolder:
        """Where the parts lie."""
        return self._folder.staging

    def resume(self, wanted: StagingRecord) -> StagingRecord | None:
        """Return the record of an interrupted job that this one can go on with, or None."""
        self._take_back(wanted)
        found = _read(self.parts)
        if found is None or not found.continues(wanted):
            return None
        # Killed between the manifest and its publication: it is no finished generation yet.
        (self.parts.path / MANIFEST).unlink(missing_ok=True)
        return found

    def begin(
        self, wanted: StagingRecord, base: Generation | None, with_lucene: bool = True
    ) -> StagingRecord:
        """Start anew: discard what lies there, and copy the base, if any, Lucene index or not."""
        self.discard()
        self.parts.path.mkdir(parents=True)
        check_free(self.parts.path, disk_bytes(base.path) if base else 0)
        self._write(wanted)
        if base is not None:
            shutil.copyfile(base.ledger_path, self.parts.ledger_path)
            if with_lucene:
                copy_folder(base.lucene_path, self.parts.lucene_path)
            dimension = base.manifest.models["dense"].dimension
            self._host.copy(
                base.vectors_path, base.manifest.store, self.parts.vectors_path, wanted.store, dimension
            )
        ready = replace(wanted, ready=True)
        self._write(ready)
        return ready

    def discard(self) -> None:
        """Remove the staging folder and what belongs to it elsewhere."""
        record = _read(self.parts)
        if record is not None:
            self._host.drop(record.store)
        if self.parts.path.exists():
            shutil.rmtree(self.parts.path)

    def _take_back(self, wanted: StagingRecord) -> None:
        """Bring back a folder that was renamed into place but not made current when its job was killed."""
        if self.parts.path.exists():
            return
        try:
            current = self._folder.current()
        except CorruptError:
            return
        kept = {current.id, current.manifest.previous} if current else set()
        for path in self._folder.generation_paths():
            record = _read(GenerationFolder(path))
            if path.name not in kept and record is not None and record.continues(wanted):
                path.rename(self.parts.path)
                return

    def _write(self, record: StagingRecord) -> None:
        replace_text(self.parts.path / FILE_NAME, json.dumps(asdict(record), indent=2) + "\n")


def _read(parts: GenerationFolder) -> StagingRecord | None:
    """Return the record, or None when there is none or it cannot be used."""
    try:
        raw = json.loads((parts.path / FILE_NAME).read_text(encoding="utf-8"))
        analysis = TextAnalysis(**raw.get("analysis", {"matching": 0}))
        return StagingRecord(**{**raw, "store": VectorLocation(**raw["store"]), "analysis": analysis})
    except (OSError, ValueError, TypeError, KeyError):
        return None
