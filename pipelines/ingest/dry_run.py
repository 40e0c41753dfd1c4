"""What an ingest would make of a source, without writing anything."""

from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

from pipelines.ingest.encoding_models import EncodingModels
from pipelines.ingest.engine import Budget
from pipelines.ingest.field_types import FieldTypes
from pipelines.ingest.options import IngestOptions
from pipelines.ingest.seen import SeenIds
from pipelines.readers import Reader
from pipelines.readers.left_out import LeftOut
from pipelines.readers.reader import Located, MappedReader
from search_app.passages import split
from search_app.records import Document, FieldType, Reject

SHOWN = 3
"""Documents and rejects that are shown."""

LISTED = 100
"""Files left out that are named; a rejects file of an ingest names all."""


@dataclass(slots=True)
class DryRun:
    """What was found.

    Attributes:
        source: The source.
        reader: Name of its reader.
        mapping: Which field is what, as `--map` takes it; None where fields have no names.
        documents: Documents that can be used.
        passages: Passages they would become.
        rejects: What would be refused.
        fields: {metadata field: type}.
        mixed_fields: {metadata field: types of its values}, of fields that are keywords for it.
        first: The first documents.
        first_rejects: The first rejects.
        left_out: {kind of file: number of them that are not meant to be read}.
        first_left_out: The first of them.
        notes: How something would be read that is not as usual, in sentences.
    """

    source: str
    reader: str
    mapping: str | None = None
    documents: int = 0
    passages: int = 0
    rejects: int = 0
    fields: dict[str, FieldType] = field(default_factory=dict)
    mixed_fields: dict[str, tuple[FieldType, ...]] = field(default_factory=dict)
    first: list[Document] = field(default_factory=list)
    first_rejects: list[Reject] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    first_left_out: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Return the object `--json` prints."""
        return asdict(self)


def dry_run(source: Reader, models: EncodingModels, options: IngestOptions) -> DryRun:
    """Read the whole source, split it, and count; nothing is encoded and nothing written.

    Args:
        source: A reader.
        models: Whose tokens the passages are measured in; no model is run.
        options: The token budget.

    Raises:
        BadInputError: When the source as a whole cannot be read.
    """
    rule = Budget(options.passage_tokens, options.overlap_tokens).rule(models)
    found, types, others = DryRun(source.source, source.name), FieldTypes({}), LeftOut()
    with closing(SeenIds()) as seen:
        for item in source.read():
            if isinstance(item, Located) and not seen.add(item.document.id):
                item = Reject(item.position, "an id that the source had before", item.document.id)
            if isinstance(item, Reject):
                _refuse(item, found, others)
                continue
            _take(item.document, found, types)
            found.passages += 1 if source.presplit else len(split(item.document, rule))
    found.left_out, found.notes = others.totals(), others.told()
    found.fields, found.mixed_fields = types.types(), types.mixed()
    mapping = source.mapping if isinstance(source, MappedReader) else None
    found.mapping = None if mapping is None else str(mapping)
    return found


def _take(document: Document, found: DryRun, types: FieldTypes) -> None:
    types.observe(document.metadata)
    found.documents += 1
    if len(found.first) < SHOWN:
        found.first.append(document)


def _refuse(reject: Reject, found: DryRun, others: LeftOut) -> None:
    if reject.kind != "refused":
        others.add(reject)
        if reject.kind == "left out" and len(found.first_left_out) < LISTED:
            found.first_left_out.append(reject)
        return
    found.rejects += 1
    if len(found.first_rejects) < SHOWN:
        found.first_rejects.append(reject)
