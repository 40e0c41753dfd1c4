"""From an object of named fields to a document."""

from collections.abc import Iterable, Mapping
from typing import Any

from pipelines.readers.metadata import check_text, clean_metadata
from search_app.records import Document

ID_FIELDS = ("_id", "id", "doc_id", "docid", "document_id")
TITLE_FIELDS = ("title", "name", "heading")
TEXT_FIELDS = ("text", "contents", "content", "body", "passage")
MAX_ID_CHARACTERS = 4096
MAX_TEXT_CHARACTERS = 10_000_000


def find_field(names: Iterable[str], candidates: Iterable[str]) -> str | None:
    """Return the first candidate among the names, ignoring case."""
    by_lower = {name.strip().lower(): name for name in names}
    return next((by_lower[candidate] for candidate in candidates if candidate in by_lower), None)


def document_from(fields: Mapping[str, Any]) -> Document:
    """Build a document: `_id`, `title`, `text`, `metadata`; further fields become metadata.

    Raises:
        ValueError: With one sentence that says what is wrong.
    """
    id_field = find_field(fields, ID_FIELDS)
    title_field = find_field(fields, TITLE_FIELDS[:1])
    text_field = find_field(fields, TEXT_FIELDS)
    if id_field is None:
        raise ValueError(f"no id: expected one of the fields {', '.join(ID_FIELDS)}")
    if text_field is None:
        raise ValueError(f"no text: expected one of the fields {', '.join(TEXT_FIELDS)}")
    rest = {
        name: value
        for name, value in fields.items()
        if name not in (id_field, title_field, text_field, "metadata")
    }
    title = fields[title_field] if title_field else ""
    return build_document(fields[id_field], title, fields[text_field], rest | _object(fields.get("metadata")))


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
