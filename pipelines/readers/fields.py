"""From an object of named fields to a document."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipelines.readers.field_map import ROW_HASH, ROW_NUMBER, TITLE_FIELDS, FieldMap
from pipelines.readers.metadata import check_text, clean_metadata
from pipelines.readers.typed_value import typed_value
from search_app.records import Document

MAX_ID_CHARACTERS = 4096
MAX_TEXT_CHARACTERS = 10_000_000


def document_from(
    fields: Mapping[str, Any],
    field_map: FieldMap = FieldMap(),  # noqa: B008  # frozen
    row: int | str = 0,
    titles: Sequence[str] = TITLE_FIELDS[:1],
) -> Document:
    """Build a document: by default `_id`, `title`, `text`, `metadata`; further fields become metadata.

    Args:
        fields: The fields.
        field_map: Which of them is what.
        row: The id, when the mapping says that it is the number or the hash of the row.
        titles: Names a title is known by.

    Raises:
        ValueError: With one sentence that says what is wrong.
    """
    names = field_map.resolved(list(fields), titles)
    if names.id is None or names.title is None or names.text is None:
        raise ValueError("no id, title or text")
    if names.id == ROW_HASH and isinstance(row, int):
        raise ValueError(f"no id by content in such a source; id={ROW_NUMBER} numbers the rows")
    identifier = row if names.id in (ROW_NUMBER, ROW_HASH) else _required(fields, names.id)
    title = _joined("title", names.title, fields, " ")
    return build_document(identifier, title, _text_of(names, fields), _metadata_of(names, fields))


def build_document(
    identifier: Any, title: Any, text: Any, metadata: Mapping[str, Any] | None = None
) -> Document:
    """Check each part and build the document; raises ValueError with one sentence."""
    checked_title = "" if title is None else _text("title", title)
    checked_text = _text("text", text)
    if not (checked_title.strip() or checked_text.strip()):
        raise ValueError("the text is empty")
    if len(checked_text) > MAX_TEXT_CHARACTERS:
        raise ValueError(f"the text has {len(checked_text):,} characters, at most {MAX_TEXT_CHARACTERS:,}")
    return Document(document_id(identifier), checked_title, checked_text, clean_metadata(metadata or {}))


def document_id(value: Any) -> str:
    """Return the identifier as text; raises ValueError with one sentence."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise ValueError(f"the id is {_kind(value)}, not text")
    if not value.strip():
        raise ValueError("the id is empty")
    if len(value) > MAX_ID_CHARACTERS:
        raise ValueError(f"the id has {len(value):,} characters, at most {MAX_ID_CHARACTERS:,}")
    return check_text(value, "the id")


def _text_of(names: FieldMap, fields: Mapping[str, Any]) -> Any:
    parts = names.text or ()
    if len(parts) > 1:
        return _joined("text", parts, fields, "\n\n")
    value = _required(fields, parts[0])
    # The Simple English Wikipedia dump has a list of paragraphs; any other list is no text.
    if isinstance(value, list) and parts[0].lower() == "paragraphs":
        return "\n\n".join(_text("paragraph", paragraph) for paragraph in value)
    return value


def _joined(what: str, names: Sequence[str], fields: Mapping[str, Any], separator: str) -> str:
    """Join what is there; a part that is missing or null is left out."""
    parts = [_text(what, fields[name]) for name in names if fields.get(name) is not None]
    return separator.join(part for part in parts if part)


def _metadata_of(names: FieldMap, fields: Mapping[str, Any]) -> dict[str, Any]:
    nested = {} if "metadata" in (names.text or ()) else _object(fields.get("metadata"))
    if names.metadata is None:
        used = {names.id, *(names.title or ()), *(names.text or ()), "metadata"}
        return {name: value for name, value in fields.items() if name not in used} | nested
    values = {field: fields.get(field.name, nested.get(field.name)) for field in names.metadata}
    return {field.name: typed_value(field, value) for field, value in values.items() if value is not None}


def _required(fields: Mapping[str, Any], name: str) -> Any:
    if name not in fields:
        raise ValueError(f"no field {name!r}")
    return fields[name]


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"the {name} is {_kind(value)}, not text")
    return check_text(value, f"the {name}")


def _object(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"the metadata is {_kind(value)}, not an object")
    return value


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "a flag", int: "a number", float: "a number", list: "a list"}
    return names.get(type(value), "an object")
