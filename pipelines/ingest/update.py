"""The ingest job: source to published generation, streaming, resumable, in bounded memory."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pipelines.ingest.encoding_models import EncodingModels
from pipelines.ingest.engine import Budget, Engine, Work
from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.kept_vectors import keeping_vectors
from pipelines.ingest.local_engine import LocalEngine
from pipelines.ingest.options import IngestOptions
from pipelines.ingest.outcome import IngestOutcome
from pipelines.ingest.peak_memory import peak_memory_mb
from pipelines.ingest.plan import Unchanged
from pipelines.ingest.progress import Counts, Progress, SilentProgress
from pipelines.ingest.refused import Refused
from pipelines.ingest.seen import SeenIds
from pipelines.ingest.stage_clock import StageClock
from pipelines.ingest.vanished import Vanished
from pipelines.readers import Reader
from pipelines.readers.left_out import left_out_in_words
from search_app.collections import Catalog
from search_app.collections.builds.draft import Draft
from search_app.collections.builds.encoded_document import EncodedDocument
from search_app.collections.builds.writer_lock import writing
from search_app.collections.generation import Generation
from search_app.errors import BadInputError
from search_app.records import Reject
from search_app.stores import VectorHost
from search_app.stores.edge_host import EdgeHost

_COMMIT_SECONDS = 10.0
"""A slow model commits at least this often."""


def ingest(
    source: Reader,
    collection: str,
    *,
    data_dir: Path,
    models: EncodingModels,
    host: VectorHost | None = None,
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
        host: Where the vectors are made; the embedded engine by default.
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
    host = host or EdgeHost()
    with writing(folder):
        draft = Draft(
            folder,
            source.source,
            models.identities,
            host,
            options.recreate,
            progress,
            clock,
            options.layout,
            options.analyzer,
        )
        refused = Refused(folder.rejects, options.reject_limit)
        chosen = engine or LocalEngine()
        # Elsewhere the workers open models of their own and see no store.
        replaced = draft.current if options.recreate and isinstance(chosen, LocalEngine) else None
        keeping = keeping_vectors(models, replaced, host, progress)
        with closing(draft), closing(refused), closing(SeenIds()) as seen, keeping as models:
            job = _Job(source, collection, models, options, progress, clock, draft, refused, seen, chosen)
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
        draft: Draft,
        refused: Refused,
        seen: SeenIds,
        engine: Engine,
    ) -> None:
        self._source, self._collection, self._models = source, collection, models
        self._options, self._progress, self._clock = options, progress, clock
        self._draft, self._refused, self._seen = draft, refused, seen
        self._counts, self._engine = Counts(), engine

    def run(self) -> IngestOutcome:
        self._draft.resume()
        base = self._draft.base
        fields = FieldTypes(base.manifest.fields if base else {})
        self._progress.phase("encode")
        for group in self._groups(self._documents(fields)):
            with self._clock.stage("write"):
                self._draft.writer().write(group)
            self._counts.encoded += sum(len(document.passages) for document in group)
            self._report()
        self._check_source()
        self._settle(self._may_prune())
        self._report()
        published = self._draft.touched
        generation = self._draft.publish(fields.types()) if published else self._keep()
        return self._outcome(generation, published, fields)

    def _documents(self, fields: FieldTypes) -> Iterator[EncodedDocument | Unchanged | Reject]:
        options = self._options
        whole = self._source.presplit
        work = Work(
            self._source,
            None if whole else Budget(options.passage_tokens, options.overlap_tokens),
            self._draft.known_ledger,
            self._draft.ledger_rests,
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
        if isinstance(item, Reject):
            self._refused.add(item)
            self._counts.rejects = self._refused.number
        else:
            self._counts.documents += 1
            self._counts.skipped += isinstance(item, Unchanged)
        if (self._counts.documents + self._counts.rejects) % 64 == 0:
            self._report()

    def _check_source(self) -> None:
        if self._counts.documents == 0:
            listed = f"; see {self._refused.path}" if self._refused.path else ""
            totals = self._refused.left_out.totals()
            others = f", {left_out_in_words(totals)}" if totals else ""
            raise BadInputError(
                f"{self._source.source} holds no usable document "
                f"({self._counts.rejects} rejects{others}{listed})",
                "at least one document with an id and a text",
                "check the source and its format",
            )

    def _may_prune(self) -> bool:
        if not self._options.prune or not self._refused.unidentified:
            return self._options.prune
        self._progress.note(
            f"Nothing is pruned: {self._refused.unidentified} rejects have no readable id, so what "
            "is missing may be among them."
        )
        return False

    def _settle(self, prune: bool) -> None:
        """Delete what the source no longer has, with `prune` or where an interrupted job has added it."""
        vanished = Vanished(self._draft, self._seen, prune)
        resumed = self._draft.resumed
        if prune or resumed:
            self._progress.phase("prune")
            with self._clock.stage("prune"):
                self._counts.deleted += vanished.delete()
        if resumed:
            with self._clock.stage("prune"):
                vanished.keep()

    def _report(self) -> None:
        self._progress.advanced(self._counts, self._engine.fraction)

    def _keep(self) -> Generation:
        generation = self._draft.keep()
        if generation is None:
            raise BadInputError(f"{self._source.source} holds no usable document")
        return generation

    def _outcome(self, generation: Generation, published: bool, fields: FieldTypes) -> IngestOutcome:
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
            rejects_file=self._refused.path,
            left_out=self._refused.left_out.totals(),
            notes=self._refused.left_out.told(),
            seconds=self._clock.seconds(),
            peak_memory_mb=peak_memory_mb(),
            mixed_fields=fields.mixed(),
            languages=generation.languages(),
        )
