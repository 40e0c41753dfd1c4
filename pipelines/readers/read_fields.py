"""From named fields at a position to a document, or to the reason why not."""

from collections.abc import Mapping
from typing import Any

from pipelines.readers.field_map import ID_FIELDS, FieldMap, find_field
from pipelines.readers.fields import document_from, document_id
from pipelines.readers.reader import Located
from search_app.records import Reject


def read_fields(
    fields: Mapping[str, Any], field_map: FieldMap, position: str, row: int | str
) -> Located | Reject:
    """Return the document at a position, or the reject that names what is wrong with it.

    Args:
        fields: The fields.
        field_map: Which of them is what.
        position: Where they stand, for messages.
        row: The id, when the mapping says that it is the number or the hash of the row.
    """
    try:
        return Located(document_from(fields, field_map, row), position)
    except ValueError as error:
        return Reject(position, str(error), id_or_none(fields, field_map))


def id_or_none(fields: Mapping[str, Any], field_map: FieldMap) -> str | None:
    """Return the id of fields that are refused, when it can be read."""
    name = field_map.id or find_field(fields, ID_FIELDS)
    try:
        return document_id(fields[name]) if name and name in fields else None
    except ValueError:
        return None
