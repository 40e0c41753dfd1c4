"""A document's metadata in one quiet line."""

from collections.abc import Mapping

from search_app.records import MetadataValue
from ui.filters.line import value_text
from ui.markup.html import Html, element, isolated

_FIELDS = 8
_CHARACTERS = 100


def metadata_line(metadata: Mapping[str, MetadataValue]) -> Html | None:
    """Return the first fields that hold something, or None when there are none."""
    told = [(name, _text(value)) for name, value in metadata.items()]
    entries = [
        element("li", isolated(name, "quiet"), " ", isolated(text)) for name, text in told if text.strip()
    ]
    return element("ul", *entries[:_FIELDS], class_="metadata", aria_label="Metadata") if entries else None


def _text(value: MetadataValue) -> str:
    text = ", ".join(value) if isinstance(value, list) else value_text(value)
    return text if len(text) <= _CHARACTERS else text[:_CHARACTERS] + "\N{HORIZONTAL ELLIPSIS}"
