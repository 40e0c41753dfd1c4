"""The next generation of a collection: opened when there is something to write, published at the end."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from search_app.collections.builds.carry_over import carry_over
from search_app.collections.builds.delete_collection import finish_deletion
from search_app.collections.builds.free_space import check_free
from search_app.collections.builds.generation_writer import GenerationWriter
from search_app.collections.builds.publication import publish
from search_app.collections.builds.staging import Staging, StagingRecord
from search_app.collections.builds.watch import BuildClock, BuildProgress, Unwatched
from search_app.collections.disk_size import disk_bytes
from search_app.collections.folder import CollectionFolder
from search_app.collections.generation import Generation, new_generation_id
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.collections.manifest import GenerationManifest
from search_app.collections.model_identity import ModelIdentity, check_same_models, fingerprints
from search_app.errors import BadInputError, CorruptError, SearchAppError
from search_app.protocols import LexicalSearcher
from search_app.records import FieldType
from search_app.stores import VectorHost, VectorLayout
from search_app.text.analysis import ENGLISH, TextAnalysis

UNWATCHED = Unwatched()


class Draft:
    """The new generation of a collection; the caller holds the writer lock.

    Args:
        folder: The collection.
        source: What is being done, the same words on every run: only then is interrupted work taken up.
        models: {lane: what its vectors are made with}.
        host: Where they are made.
        recreate: Leave the current generation out of account.
        progress: Hears of resuming, copying and publishing.
        clock: Times them.
        choose_layout: Returns how to keep the vectors, given how the current generation keeps them.
        analyzer: How BM25 is to make words of texts; None keeps what is there, English in a new one.

    Raises:
        BadInputError: When the collection has another analyzer and `recreate` is not set.
        MismatchError: When the collection's vectors come from other models and `recreate` is not set.
        CorruptError: When the current generation cannot be read and `recreate` is not set.
        UnavailableError: When the host cannot be reached or does not let us write; also for a name that is
            taken there, as `BadInputError`.
    """

    def __init__(
        self,
        folder: CollectionFolder,
        source: str,
        models: Mapping[str, ModelIdentity],
        host: VectorHost,
        recreate: bool,
        progress: BuildProgress = UNWATCHED,
        clock: BuildClock = UNWATCHED,
        choose_layout: Callable[[VectorLayout], VectorLayout] = lambda current: current,
        analyzer: str | None = None,
    ) -> None:
        self._folder, self._models, self._host = folder, models, host
        self._progress, self._clock = progress, clock
        self._staging = Staging(folder, host)
        finish_deletion(folder, host)
        self.current = _current(folder, tolerant=recreate)
        self.base = None if recreate else self.current
        if self.base is not None:
            check_same_models(folder.name, self.base.manifest.models, models)
        generation = new_generation_id()
        base_id = self.base.id if self.base else None
        kept = choose_layout(self.base.manifest.store.layout if self.base else VectorLayout())
        layout = replace(kept, similarity=models["dense"].similarity) if "dense" in models else kept
        location = host.location(folder.name, generation, layout)
        host.check(folder.name, location)  # before hours of encoding, not after
        self._relaid = self.base is not None and self.base.manifest.store.layout != layout
        analysis = _analysis(folder.name, self.current, self.base, analyzer)
        self._record = StagingRecord(generation, base_id, source, fingerprints(models), location, analysis)
        self._writer: GenerationWriter | None = None
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
                writer = self._open(found, empty=False)
                with closing(self.searcher()) as searcher:
                    writer.recover(searcher)
            except SearchAppError as error:
                self._progress.note(f"What an interrupted job left cannot be used, starting anew: {error}")
                self.close()
                self._record = wanted
                self._staging.discard()
                return
        self.resumed = True
        documents, passages = writer.ledger.counts()
        self._progress.note(f"Resuming: {documents:,} documents ({passages:,} passages) are done already.")

    @property
    def known_ledger(self) -> Path | None:
        """The ledger of what is stored already: it rests until `writer` is called for the first time."""
        if self._writer is not None:
            return self._staging.parts.ledger_path
        return self.base.ledger_path if self.base else None

    @property
    def ledger_rests(self) -> bool:
        """True when `known_ledger` is a published one, which never changes."""
        return self._writer is None

    def known(self) -> Ledger | None:
        """Return a ledger of its own for looking up what is stored already; the caller closes it."""
        path = self.known_ledger
        return Ledger(path, read_only=self.ledger_rests) if path else None

    def searcher(self) -> LexicalSearcher:
        """Open the Lucene index under construction as last committed; the caller closes it."""
        return self._staging.parts.open_index(self._record.analysis)

    def writer(self, with_lucene: bool = True) -> GenerationWriter:
        """Return what writes it; the first call makes the generation, as a copy of the base.

        Args:
            with_lucene: False begins with an empty Lucene index.
        """
        if self._writer is None:
            self._progress.phase("copy" if self.base else "create")
            with self._clock.stage("copy"):
                self._record = self._staging.begin(self._record, self.base, with_lucene)
                self._open(self._record, empty=self.base is None)
            self._progress.phase("encode")
        if self._writer is None:
            raise CorruptError("the new generation could not be opened")
        return self._writer

    @property
    def touched(self) -> bool:
        """True when there is something to publish, be it only another layout of the vectors."""
        return self._relaid or self._writer is not None

    def carry_over(self, vanished: Callable[[LedgerEntry], bool]) -> int:
        """Take back from the current generation what an interrupted job has changed and this one may not.

        Args:
            vanished: True for a document of the current generation that is to stay as it is there.

        Returns:
            The number of documents that were written again.
        """
        if self.base is None:
            return 0
        published = self.base.open_vectors(self._host)
        with closing(published), Ledger(self.base.ledger_path, read_only=True) as ledger:
            return carry_over(self.writer(), published, filter(vanished, ledger.entries()))

    def publish(self, fields: Mapping[str, FieldType], add_source: bool = True) -> Generation:
        """Build the search structures, compare the counts, and make this generation current."""
        writer = self.writer()
        self._progress.phase("optimize")
        with self._clock.stage("optimize"):
            # The graph is built beside the vectors, which are then written once more.
            check_free(self._staging.parts.path, disk_bytes(self._staging.parts.path) * 3 // 2)
            writer.store.optimize()
            writer.flush()
        self._progress.phase("publish")
        with self._clock.stage("publish"):
            manifest = self._manifest(writer, fields, add_source)
            self._check_counts(writer, manifest)
            self.close()
            return publish(self._folder, manifest, self._host)

    def keep(self) -> Generation | None:
        """Leave the current generation in place; a job killed after publishing may have owed its alias."""
        if self.base is not None:
            self._host.publish(self._folder.name, self.base.manifest.store)
        return self.base

    def close(self) -> None:
        """Release the files; what was confirmed stays in the staging folder for the next job."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.close()

    def _open(self, record: StagingRecord, empty: bool) -> GenerationWriter:
        from search_app.lucene.writer import LuceneIndexWriter

        parts = self._staging.parts
        with ExitStack() as opened:
            ledger = opened.enter_context(closing(Ledger(parts.ledger_path)))
            lexical = opened.enter_context(closing(LuceneIndexWriter(parts.lucene_path, record.analysis)))
            lexical.commit()
            store = (
                self._host.create(parts.vectors_path, record.store, self._models["dense"].dimension)
                if empty
                else self._host.open(parts.vectors_path, record.store)
            )
            opened.pop_all()  # from here on the writer closes them
        self._writer = GenerationWriter(ledger, store, lexical, record.generation, parts.path)
        return self._writer

    def _manifest(
        self, writer: GenerationWriter, fields: Mapping[str, FieldType], add_source: bool
    ) -> GenerationManifest:
        documents, passages = writer.ledger.counts()
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
            analyzer=self._record.analysis.analyzer,
            matching=self._record.analysis.matching,
        )

    def _check_counts(self, writer: GenerationWriter, manifest: GenerationManifest) -> None:
        with closing(self.searcher()) as searcher:
            found = {"vectors": writer.store.count(), "lucene": searcher.count()}
        wrong = [f"{count} in {place}" for place, count in found.items() if count != manifest.passages]
        if wrong:
            raise CorruptError(
                f"the new generation is not published: {' and '.join(wrong)}",
                f"{manifest.passages} passages in each lane",
                "run the same command again with --recreate",
            )


def _analysis(
    name: str, current: Generation | None, base: Generation | None, wanted: str | None
) -> TextAnalysis:
    """Return how words are made: as in the base, which cannot change; else as asked for, or as before."""
    if base is None:
        return TextAnalysis(wanted or (current.manifest.analyzer if current else ENGLISH))
    analysis = base.manifest.analysis
    if wanted not in (None, analysis.analyzer):
        raise BadInputError(
            f"language {wanted!r} for collection {name!r}",
            f"the one it was made with, {analysis.analyzer!r}",
            "ingest with --recreate to make its words anew",
        )
    return analysis


def _current(folder: CollectionFolder, tolerant: bool) -> Generation | None:
    with suppress(*([CorruptError] if tolerant else [])):
        return folder.current()
    return None
