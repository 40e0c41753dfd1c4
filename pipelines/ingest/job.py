"""The ingest job: source to published generation, streaming, resumable, in bounded memory."""

import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from pipelines.ingest.edge_backend import EdgeBackend
from pipelines.ingest.encode import EncodedDocument
from pipelines.ingest.engine import Budget, Engine, Work
from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.kept_vectors import keeping_vectors
from pipelines.ingest.local_engine import LocalEngine
from pipelines.ingest.models import EncodingModels
from pipelines.ingest.options import IngestOptions
from pipelines.ingest.outcome import IngestOutcome
from pipelines.ingest.peak_memory import peak_memory_mb
from pipelines.ingest.plan import Unchanged
from pipelines.ingest.progress import Counts, Progress, SilentProgress
from pipelines.ingest.rejects_file import RejectsFile
from pipelines.ingest.seen import SeenIds
from pipelines.ingest.stage_clock import StageClock
from pipelines.ingest.target import Target
from pipelines.ingest.vector_backend import VectorBackend
from pipelines.ingest.writing import writing
from pipelines.readers import Reader
from pipelines.readers.left_out import LeftOut, left_out_in_words
from search_app.collections import Catalog
from search_app.collections.generation import Generation
from search_app.collections.ledger import LedgerEntry
from search_app.errors import BadInputError
from search_app.records import Reject

_COMMIT_SECONDS = 10.0
"""A slow model commits at least this often."""

_BATCH = 256


def ingest(
    source: Reader,
    collection: str,
    *,
    data_dir: Path,
    models: EncodingModels,
    backend: VectorBackend | None = None,
    options: IngestOptions | None = None,
    engine: Engine | None = None,
    progress: Progress | None = None,
) -> IngestOutcome:
    """Bring a collection up to date with a source.

    Documents whose content is stored already are not encoded again; after a change of one model, only its
    lane is (`pipelines.ingest.kept_vectors`; on this machine only). Searches see the old generation until
    the new one is published at the end. Stopped at any point, the job leaves the old generation as it
    was, and the next run with the same source goes on from what was confirmed.

    Args:
        source: A reader, see `pipelines.readers.open_source`.
        collection: Its name; created when there is none.
        data_dir: Where collections live.
        models: What to encode with.
        backend: Where the vectors are made; the embedded engine by default.
        options: Choices; see `IngestOptions`.
        engine: What reads and encodes; this process by default.
        progress: Hears how far the job has come; nothing is printed.

    Raises:
        BadInputError: When the name is not usable, the source holds no document, or has too many rejects.
        BusyError: When another job writes this collection; names it.
        MismatchError: When the collection was encoded with other models.
        UnavailableError: When the disk is full or a store cannot be reached.
    """
    folder = Catalog(data_dir).folder(collection)
    options, progress, clock = options or IngestOptions(), progress or SilentProgress(), StageClock()
    backend = backend or EdgeBackend()
    with writing(folder):
        target = Target(
            folder,
            source.source,
            models.identities,
            backend,
            options.recreate,
            progress,
            clock,
            options.layout,
        )
        rejects = RejectsFile(folder.rejects)
        chosen = engine or LocalEngine()
        # Elsewhere the workers open models of their own and see no store.
        replaced = target.current if options.recreate and isinstance(chosen, LocalEngine) else None
        keeping = keeping_vectors(models, replaced, backend, progress)
        with closing(target), closing(rejects), closing(SeenIds()) as seen, keeping as models:
            job = _Job(source, collection, models, options, progress, clock, target, rejects, seen, chosen)
            return job.run()


class _Job:
    """One run; see `ingest`."""

    def __init__(
        self,
        source: Reader,
        collection: str,
        models: EncodingModels,
        options: IngestOptions,
        progress: Progress,
        clock: StageClock,
        target: Target,
        rejects: RejectsFile,
        seen: SeenIds,
        engine: Engine,
    ) -> None:
        self._source, self._collection, self._models = source, collection, models
        self._options, self._progress, self._clock = options, progress, clock
        self._target, self._rejects, self._seen = target, rejects, seen
        self._counts, self._engine = Counts(), engine
        self._unidentified_rejects, self._left_out = 0, LeftOut()

    def run(self) -> IngestOutcome:
        self._target.resume()
        base = self._target.base
        fields = FieldTypes(base.manifest.fields if base else {})
        self._progress.phase("encode")
        for group in self._groups(self._documents(fields)):
            with self._clock.stage("write"):
                self._target.lanes().write(group)
            self._counts.encoded += sum(len(document.passages) for document in group)
            self._report()
        self._check_source()
        prune = self._may_prune()
        self._remove_vanished(prune)
        self._restore_vanished(prune)
        self._report()
        published = self._target.touched
        generation = self._target.publish(fields.types()) if published else self._keep()
        return self._outcome(generation, published)

    def _documents(self, fields: FieldTypes) -> Iterator[EncodedDocument | Unchanged | Reject]:
        options = self._options
        whole = self._source.presplit
        work = Work(
            self._source,
            None if whole else Budget(options.passage_tokens, options.overlap_tokens),
            self._target.known_ledger,
            self._target.ledger_rests,
            self._models,
            self._seen,
            fields,
            self._clock,
        )
        return self._engine.run(work)

    def _groups(
        self, items: Iterator[EncodedDocument | Unchanged | Reject]
    ) -> Iterator[list[EncodedDocument]]:
        group: list[EncodedDocument] = []
        size, began = 0, time.monotonic()
        with closing(items):  # type: ignore[type-var]
            for item in items:
                self._count(item)
                if isinstance(item, EncodedDocument):
                    group.append(item)
                    size += len(item.passages)
                due = size >= self._options.commit_passages or time.monotonic() - began >= _COMMIT_SECONDS
                if group and due:
                    yield group
                    group, size, began = [], 0, time.monotonic()
        if group:
            yield group

    def _count(self, item: EncodedDocument | Unchanged | Reject) -> None:
        if isinstance(item, Reject) and item.kind != "refused":
            self._rejects.add(item)
            self._left_out.add(item)
        elif isinstance(item, Reject):
            self._refuse(item)
        else:
            self._counts.documents += 1
            self._counts.skipped += isinstance(item, Unchanged)
        if (self._counts.documents + self._counts.rejects) % 64 == 0:
            self._report()

    def _refuse(self, reject: Reject) -> None:
        self._counts.rejects += 1
        self._unidentified_rejects += reject.document_id is None
        self._rejects.add(reject)
        limit = self._options.reject_limit
        if limit is not None and self._counts.rejects > limit:
            raise BadInputError(
                f"{reject.position}: {reject.reason}",
                f"at most {limit} rejects" if limit else "no reject with --strict",
                f"correct the source; all rejects so far are in {self._rejects.path}",
            )

    def _check_source(self) -> None:
        if self._counts.documents == 0:
            listed = f"; see {self._rejects.path}" if self._rejects.path else ""
            totals = self._left_out.totals()
            others = f", {left_out_in_words(totals)}" if totals else ""
            raise BadInputError(
                f"{self._source.source} holds no usable document "
                f"({self._counts.rejects} rejects{others}{listed})",
                "at least one document with an id and a text",
                "check the source and its format",
            )

    def _may_prune(self) -> bool:
        if not self._options.prune or not self._unidentified_rejects:
            return self._options.prune
        self._progress.note(
            f"Nothing is pruned: {self._unidentified_rejects} rejects have no readable id, so what "
            "is missing may be among them."
        )
        return False

    def _remove_vanished(self, prune: bool) -> None:
        """Delete what the source no longer has: all of it with `prune`, else only an interrupted job's."""
        if not prune and not self._target.resumed:
            return
        self._progress.phase("prune")
        with self._clock.stage("prune"):
            known = self._target.known()
            if known is None:
                return
            with known:
                vanished = self._vanished(known.entries(), prune)
                while batch := list(islice(vanished, _BATCH)):
                    self._target.lanes().delete(batch)
                    self._counts.deleted += len(batch)

    def _restore_vanished(self, prune: bool) -> None:
        """Keep what the source no longer has as it was before an interrupted job changed it."""
        if not self._target.resumed:
            return

        def stays(entry: LedgerEntry) -> bool:
            document = entry.document_id
            return not self._seen.usable(document) and (not prune or document in self._seen)

        with self._clock.stage("prune"):
            self._target.restore(stays)

    def _vanished(self, entries: Iterable[LedgerEntry], prune: bool) -> Iterator[LedgerEntry]:
        for entry in entries:
            mine = entry.origin == self._target.generation_id
            if (prune or mine) and entry.document_id not in self._seen:
                yield entry

    def _report(self) -> None:
        self._progress.advanced(self._counts, self._engine.fraction)

    def _keep(self) -> Generation:
        generation = self._target.keep()
        if generation is None:
            raise BadInputError(f"{self._source.source} holds no usable document")
        return generation

    def _outcome(self, generation: Generation, published: bool) -> IngestOutcome:
        return IngestOutcome(
            collection=self._collection,
            generation=generation.id,
            published=published,
            documents=generation.manifest.documents,
            passages=generation.manifest.passages,
            encoded=self._counts.encoded,
            skipped=self._counts.skipped,
            deleted=self._counts.deleted,
            rejects=self._counts.rejects,
            rejects_file=self._rejects.path,
            left_out=self._left_out.totals(),
            notes=self._left_out.told(),
            seconds=self._clock.seconds(),
            peak_memory_mb=peak_memory_mb(),
        )
