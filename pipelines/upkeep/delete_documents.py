"""Delete documents of a collection, by id or by filter, from vectors and Lucene."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.ingest.seen import SeenIds
from search_app.batched import batched
from search_app.collections.builds.edit import edit
from search_app.collections.builds.watch import BuildProgress, Unwatched
from search_app.collections.generation import Generation
from search_app.collections.ledger import Ledger
from search_app.protocols import VectorStore
from search_app.records import SearchFilter
from search_app.stores import VectorHost

_BATCH = 256
SHOWN = 20
"""Ids of documents to delete that are named before."""

LISTED = 100
"""Unknown ids that are named; their number is always complete."""


@dataclass(slots=True)
class DeleteOutcome:
    """What a deletion did.

    Attributes:
        collection: Name of the collection.
        documents: Documents left in it.
        passages: Passages left in it.
        deleted: Documents deleted, or found when nothing was to be deleted yet.
        deleted_ids: The first of their ids.
        unknown: Number of ids given that the collection does not have.
        unknown_ids: The first of them.
        published: False when the collection is as it was.
    """

    collection: str
    documents: int
    passages: int
    deleted: int = 0
    deleted_ids: list[str] = field(default_factory=list)
    unknown: int = 0
    unknown_ids: list[str] = field(default_factory=list)
    published: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the object `--json` prints."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "deleted": self.deleted,
            "deleted_ids": self.deleted_ids,
            "unknown": self.unknown,
            "unknown_ids": self.unknown_ids,
            "published": self.published,
        }


def delete_documents(
    collection: str,
    *,
    data_dir: Path,
    host: VectorHost,
    ids: Iterable[str] = (),
    where: SearchFilter | None = None,
    confirm: Callable[[DeleteOutcome], bool] = lambda outcome: True,
    progress: BuildProgress | None = None,
) -> DeleteOutcome:
    """Publish a generation without the documents that have one of the ids or pass the filter.

    Searches see the old generation until then; killed at any point, the collection is as it was.

    Args:
        collection: Its name.
        data_dir: Where collections live.
        host: Where the vectors are.
        ids: Document ids; those the collection does not have are counted and named.
        where: Deletes every document that passes.
        confirm: Asked with what would be deleted before anything is copied; False leaves all as it is.
        progress: Hears of copying and publishing.

    Raises:
        NotFoundError: When there is no such collection.
        BusyError: When a job writes it.
        UnavailableError: When the disk is full or a store cannot be reached.
    """
    with (
        edit(collection, data_dir, host, "delete", progress or Unwatched()) as (draft, base),
        closing(SeenIds()) as doomed,
        Ledger(base.ledger_path, read_only=True) as ledger,
    ):
        manifest = base.manifest
        outcome = DeleteOutcome(collection, manifest.documents, manifest.passages)
        _choose(ids, ledger, doomed, outcome)
        if where is not None:
            _choose_passing(where, base, host, doomed, outcome)
        if outcome.deleted and confirm(outcome):
            draft.writer().delete(entry for entry in ledger.entries() if doomed.usable(entry.document_id))
            manifest = draft.publish(manifest.fields, add_source=False).manifest
            outcome.documents, outcome.passages = manifest.documents, manifest.passages
            outcome.published = True
    return outcome


def _choose(ids: Iterable[str], ledger: Ledger, doomed: SeenIds, outcome: DeleteOutcome) -> None:
    for identifier in dict.fromkeys(ids):
        if ledger.find(identifier) is not None:
            _doom(identifier, doomed, outcome)
            continue
        outcome.unknown += 1
        if outcome.unknown <= LISTED:
            outcome.unknown_ids.append(identifier)


def _choose_passing(
    where: SearchFilter, base: Generation, host: VectorHost, doomed: SeenIds, outcome: DeleteOutcome
) -> None:
    with closing(base.open_lucene()) as searcher, closing(base.open_vectors(host)) as store:
        for document_id in _documents_of(searcher.ids(where), store):
            _doom(document_id, doomed, outcome)


def _doom(document_id: str, doomed: SeenIds, outcome: DeleteOutcome) -> None:
    if doomed.add(document_id):
        outcome.deleted += 1
        if outcome.deleted <= SHOWN:
            outcome.deleted_ids.append(document_id)


def _documents_of(passage_ids: Iterator[str], store: VectorStore) -> Iterator[str]:
    for batch in batched(passage_ids, _BATCH):
        yield from (stored.passage.document_id for stored in store.retrieve(batch))
