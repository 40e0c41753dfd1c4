"""One page of a PDF: its text, what is filled into its forms, and whether it is damaged."""

import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from search_app.parsing.pdf_text_layer import TextLayer

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_PASSWORD = 1 << 13
_DEEPEST = 32
_COMMENTS = frozenset(
    ("/Text", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Caret", "/Stamp", "/Ink")
)


class PageText(NamedTuple):
    """What a page holds.

    Attributes:
        text: Its text, then the values of its form fields and the notes written on it.
        damaged: Whether something of it could not be read.
        comments: Number of notes that are fixed to it and not shown.
    """

    text: str
    damaged: bool
    comments: int = 0


def read_page(reader: "PdfReader", layer: TextLayer | None, index: int) -> PageText:
    """Return a page; one that cannot be read is damaged and has no text."""
    text = layer.page(index) if layer else None
    try:
        page = reader.pages[index]
        text = page.extract_text() if text is None else text
        entries = _annotations(page)
        filled, comments = "\n".join(_filled(entries)), sum(map(_is_comment, entries))
        damaged = any(map(_is_damaged, _streams(page)))
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # a damaged page raises anything, and the others are to be read
        return PageText(text or "", True)
    parts = [part for part in (text.strip("\n"), filled) if part.strip()]
    return PageText("\n\n".join(parts), damaged, comments)


def _streams(page: "PageObject") -> Iterator[Any]:
    if "/Contents" not in page:
        return
    content = page["/Contents"]
    for stream in content if isinstance(content, list) else [content]:
        yield stream.get_object() if stream is not None else None


def _is_damaged(stream: Any) -> bool:
    """True for a stream that is missing or does not unpack: readers go on with what they get of it."""
    if not hasattr(stream, "get_data"):
        return True
    kinds = stream.get("/Filter")
    first = kinds[0] if isinstance(kinds, list) and kinds else kinds
    if first not in ("/FlateDecode", "/Fl"):
        return False
    packed = stream._data
    if not packed:
        return False
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(packed)
    except zlib.error:
        return True
    return not unpacking.eof


def _annotations(page: "PageObject") -> list[Any]:
    """Return what lies on a page; entries that lead nowhere are nothing."""
    entries = page.get("/Annots")
    listed = entries.get_object() if entries is not None else None
    found = [reference.get_object() for reference in listed or ()]
    return [entry for entry in found if hasattr(entry, "get") and entry.get("/Subtype")]


def _filled(entries: list[Any]) -> Iterator[str]:
    """Yield "field: value" for what is filled in, and the texts typed onto the page."""
    for entry in entries:
        kind = entry.get("/Subtype")
        if kind == "/Widget":
            value = _value(entry)
            if value:
                name = _inherited(entry, "/TU") or _inherited(entry, "/T")
                yield f"{name}: {value}" if name else value
        elif kind == "/FreeText" and entry.get("/Contents"):
            yield str(entry["/Contents"])


def _is_comment(entry: Any) -> bool:
    return entry.get("/Subtype") in _COMMENTS and bool(str(entry.get("/Contents") or "").strip())


def _value(field: Any) -> str:
    kind, value = _inherited(field, "/FT"), _inherited(field, "/V")
    if value is None or kind == "/Sig" or int(_inherited(field, "/Ff") or 0) & _PASSWORD:
        return ""
    if kind == "/Btn":
        return "" if value == "/Off" or field.get("/AS") in (None, "/Off") else str(value).lstrip("/")
    if isinstance(value, list):
        return ", ".join(str(item.get_object()) for item in value)
    if hasattr(value, "get_data"):
        return bytes(value.get_data()).decode("utf-8", errors="replace")
    return str(value).strip()


def _inherited(field: Any, key: str) -> Any:
    for _ in range(_DEEPEST):
        if key in field:
            return field[key].get_object()
        if "/Parent" not in field:
            return None
        field = field["/Parent"].get_object()
    return None
