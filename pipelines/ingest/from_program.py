"""Ingest from a program: rows in, a published generation out."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.ingest.configured import ingest_configured
from pipelines.ingest.options import IngestOptions
from pipelines.ingest.outcome import IngestOutcome
from pipelines.ingest.progress import Progress
from pipelines.readers.field_map import FieldMap
from pipelines.readers.rows import RowsReader
from search_app.settings import Settings, read_settings


def ingest_rows(
    rows: Iterable[Mapping[str, Any]],
    collection: str,
    *,
    name: str = "rows",
    field_map: FieldMap = FieldMap(),  # noqa: B008  # frozen
    settings: Settings | None = None,
    options: IngestOptions | None = None,
    progress: Progress | None = None,
) -> IngestOutcome:
    """Bring a collection up to date with rows of a program, as `search-app ingest` does with a file.

    A row has an `id`, a `text` and, if it likes, a `title` and a `metadata` mapping; further fields become
    metadata. One that cannot be used is counted in the outcome and listed in its rejects file with its
    number and the reason; with `IngestOptions(strict=True)` the first one stops the job and nothing is
    published. What is stored already and unchanged is not encoded again.

    Args:
        rows: Any mappings, read once and streamed: a list, a cursor, a generator.
        collection: Its name; created when there is none.
        name: What the rows are called in messages and in the collection's list of sources.
        field_map: Which field is what, where the names do not say it.
        settings: Where collections live and what encodes; None reads the environment.
        options: Choices; see `IngestOptions`.
        progress: Hears how far the job has come.

    Raises:
        BadInputError: When these are no rows or none is usable, too many were refused, or the collection's
            name is not usable.
        BusyError: When another job writes this collection.
        MismatchError: When the collection was encoded with other models.
        UnavailableError: When what yields the rows fails, the disk is full or a store cannot be reached.
    """
    return ingest_configured(
        RowsReader(rows, name, field_map),
        collection,
        settings or read_settings(),
        options=options,
        progress=progress,
    )
