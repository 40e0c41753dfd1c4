"""The generation a job writes to: opened when there is something to write, published at the end."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pipelines.ingest.lanes import LaneWriter
from pipelines.ingest.models import check_same_models, fingerprints
from pipelines.ingest.progress import Progress
from pipelines.ingest.recover import recover
from pipelines.ingest.restore import restore
from pipelines.ingest.stage_clock import StageClock
from pipelines.ingest.staging import Staging, StagingRecord
from pipelines.ingest.vector_backend import VectorBackend
from search_app.collections.disk_size import disk_bytes
from search_app.collections.folder import CollectionFolder
from search_app.collections.free_space import check_free
from search_app.collections.generation import Generation, new_generation_id
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.collections.manifest import GenerationManifest, ModelIdentity
from search_app.collections.publish import publish, remove_superseded
from search_app.errors import CorruptError, SearchAppError
from search_app.protocols import LexicalSearcher
from search_app.records import FieldType
from search_app.stores import VectorLayout


class Target:
    """The new generation of a collection; the caller holds the writer lock.

    Args:
        folder: The collection.
        source: What is being done, the same words on every run: only then is interrupted work taken up.
        models: {lane: what its vectors are made with}.
        backend: Where they are made.
        recreate: Leave the current generation out of account.
        progress: Hears of resuming, copying and publishing.
        clock: Times them.
        choose_layout: Returns how to keep the vectors, given how the current generation keeps them.

    Raises:
        MismatchError: When the collection's vectors come from other models and `recreate` is not set.
        CorruptError: When the current generation cannot be read and `recreate` is not set.
    """

    def __init__(
        self,
        folder: CollectionFolder,
        source: str,
        models: Mapping[str, ModelIdentity],
        backend: VectorBackend,
        recreate: bool,
        progress: Progress,
        clock: StageClock,
        choose_layout: Callable[[VectorLayout], VectorLayout] = lambda current: current,
    ) -> None:
        self._folder, self._models, self._backend = folder, models, backend
        self._progress, self._clock = progress, clock
        self._staging = Staging(folder, backend)
        self.current = _current(folder, tolerant=recreate)
        self.base = None if recreate else self.current
        if self.base is not None:
            check_same_models(folder.name, self.base.manifest.models, models)
        generation = new_generation_id()
        base_id = self.base.id if self.base else None
        layout = choose_layout(self.base.manifest.store.layout if self.base else VectorLayout())
        location = replace(
            backend.location(folder.name, generation),
            quantization=layout.quantization,
            on_disk=layout.on_disk,
        )
        self._relaid = self.base is not None and self.base.manifest.store.layout != layout
        self._record = StagingRecord(generation, base_id, source, fingerprints(models), location)
        self._lanes: LaneWriter | None = None
        self.resumed = False

    @property
    def generation_id(self) -> str:
        """Id of the generation being written."""
        return self._record.generation

    def resume(self) -> None:
        """Go on with what an interrupted job has left, if it was doing the same; else discard that."""
        found = self._staging.resume(self._record)
        if found is None:
            self._staging.discard()
            return
        self._progress.phase("resume")
        wanted, self._record = self._record, found
        with self._clock.stage("resume"):
            try:
                lanes = self._open(found, empty=False)
                with _searcher(self._staging) as searcher:
                    recover(lanes, searcher)
            except SearchAppError as error:
                self._progress.note(f"What an interrupted job left cannot be used, starting anew: {error}")
                self.close()
                self._record = wanted
                self._staging.discard()
                return
        self.resumed = True
        documents, passages = lanes.ledger.counts()
        self._progress.note(f"Resuming: {documents:,} documents ({passages:,} passages) are done already.")

    @property
    def known_ledger(self) -> Path | None:
        """The ledger of what is stored already: it rests until `lanes` is called for the first time."""
        if self._lanes is not None:
            return self._staging.parts.ledger_path
        return self.base.ledger_path if self.base else None

    @property
    def ledger_rests(self) -> bool:
        """True when `known_ledger` is a published one, which never changes."""
        return self._lanes is None

    def known(self) -> Ledger | None:
        """Return a ledger of its own for looking up what is stored already; the caller closes it."""
        path = self.known_ledger
        return Ledger(path, read_only=self.ledger_rests) if path else None

    @property
    def lucene_path(self) -> Path:
        """Where the Lucene index under construction lies."""
        return self._staging.parts.lucene_path

    def lanes(self, with_lucene: bool = True) -> LaneWriter:
        """Return the lanes for writing; the first call makes the generation, as a copy of the base.

        Args:
            with_lucene: False begins with an empty Lucene index.
        """
        if self._lanes is None:
            self._progress.phase("copy" if self.base else "create")
            with self._clock.stage("copy"):
                self._record = self._staging.begin(self._record, self.base, with_lucene)
                self._open(self._record, empty=self.base is None)
            self._progress.phase("encode")
        if self._lanes is None:
            raise CorruptError("the new generation could not be opened")
        return self._lanes

    @property
    def touched(self) -> bool:
        """True when there is something to publish, be it only another layout of the vectors."""
        return self._relaid or self._lanes is not None

    def restore(self, vanished: Callable[[LedgerEntry], bool]) -> int:
        """Take back from the current generation what an interrupted job has changed and this one may not.

        Args:
            vanished: True for a document of the current generation that is to stay as it is there.

        Returns:
            The number of documents that were written again.
        """
        if self.base is None:
            return 0
        published = self._backend.published(self.base)
        with closing(published), Ledger(self.base.ledger_path, read_only=True) as ledger:
            return restore(self.lanes(), published, filter(vanished, ledger.entries()))

    def publish(self, fields: Mapping[str, FieldType], add_source: bool = True) -> Generation:
        """Build the search structures, compare the lanes' counts, and make this generation current."""
        lanes = self.lanes()
        self._progress.phase("optimize")
        with self._clock.stage("optimize"):
            # The graph is built beside the vectors, which are then written once more.
            check_free(self._staging.parts.path, disk_bytes(self._staging.parts.path) * 3 // 2)
            lanes.store.optimize()
            lanes.flush()
        self._progress.phase("publish")
        with self._clock.stage("publish"):
            manifest = self._manifest(lanes, fields, add_source)
            self._check_counts(lanes, manifest)
            self.close()
            generation = publish(self._folder, manifest)
            self._backend.publish(self._folder.name, manifest.store)
            for superseded in remove_superseded(self._folder):
                self._backend.drop(superseded.manifest.store)
        return generation

    def keep(self) -> Generation | None:
        """Leave the current generation in place; a job killed after publishing may have owed its alias."""
        if self.base is not None:
            self._backend.publish(self._folder.name, self.base.manifest.store)
        return self.base

    def close(self) -> None:
        """Release the lanes; what was confirmed stays in the staging folder for the next job."""
        lanes, self._lanes = self._lanes, None
        if lanes is not None:
            lanes.close()

    def _open(self, record: StagingRecord, empty: bool) -> LaneWriter:
        from search_app.lucene.writer import LuceneIndexWriter

        parts = self._staging.parts
        with ExitStack() as opened:
            ledger = opened.enter_context(closing(Ledger(parts.ledger_path)))
            lexical = opened.enter_context(closing(LuceneIndexWriter(parts.lucene_path)))
            lexical.commit()
            store = (
                self._backend.create(parts.vectors_path, record.store, self._models["dense"].dimension)
                if empty
                else self._backend.open(parts.vectors_path, record.store)
            )
            opened.pop_all()  # from here on the lanes close them
        self._lanes = LaneWriter(ledger, store, lexical, record.generation, parts.path)
        return self._lanes

    def _manifest(
        self, lanes: LaneWriter, fields: Mapping[str, FieldType], add_source: bool
    ) -> GenerationManifest:
        documents, passages = lanes.ledger.counts()
        sources = self.base.manifest.sources if self.base else ()
        if add_source:
            sources = (*(name for name in sources if name != self._record.source), self._record.source)
        return GenerationManifest(
            generation=self._record.generation,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            models=self._models,
            documents=documents,
            passages=passages,
            store=self._record.store,
            previous=self.current.id if self.current else None,
            fields=fields,
            sources=sources,
        )

    def _check_counts(self, lanes: LaneWriter, manifest: GenerationManifest) -> None:
        with _searcher(self._staging) as searcher:
            found = {"vectors": lanes.store.count(), "lucene": searcher.count()}
        wrong = [f"{count} in {lane}" for lane, count in found.items() if count != manifest.passages]
        if wrong:
            raise CorruptError(
                f"the new generation is not published: {' and '.join(wrong)}",
                f"{manifest.passages} passages in each lane",
                "run the same command again with --recreate",
            )


@contextmanager
def _searcher(staging: Staging) -> Iterator[LexicalSearcher]:
    from search_app.lucene.searcher import LuceneSearcher

    searcher = LuceneSearcher(staging.parts.lucene_path)
    try:
        yield searcher
    finally:
        searcher.close()


def _current(folder: CollectionFolder, tolerant: bool) -> Generation | None:
    with suppress(*([CorruptError] if tolerant else [])):
        return folder.current()
    return None
