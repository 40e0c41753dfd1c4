"""A passage as the payload of a Qdrant point, and back.

{document_id, ordinal, start, end, title, text, metadata: {...}, terms: [...], order: {key: {...}}}

`metadata` is for people and numeric ranges, `terms` for exact matches, see `metadata_terms`; `order` for the
ranges of what is no number of float64, see `search_app.filters.order_keys`, and only where there is such.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from search_app.errors import CorruptError
from search_app.filters.order_keys import OrderKey, order_keys
from search_app.records import MetadataValue, Passage
from search_app.stores.metadata_terms import metadata_terms

TERMS = "terms"
_ORDER = "order"
# A quoted step of a JSON path can hold neither of the last two; the first makes the escape reversible.
_UNSPEAKABLE = {"%": "%25", '"': "%22", "\\": "%5C"}


def passage_payload(passage: Passage) -> dict[str, Any]:
    """Return the payload of a passage."""
    payload = {
        "document_id": passage.document_id,
        "ordinal": passage.ordinal,
        "start": passage.start,
        "end": passage.end,
        "title": passage.title,
        "text": passage.text,
        "metadata": {_escape(name): value for name, value in passage.metadata.items()},
        TERMS: metadata_terms(passage.metadata),
    }
    order = _order(passage.metadata)
    return payload | {_ORDER: order} if order else payload


def payload_passage(payload: Mapping[str, Any] | None, point_id: str) -> Passage:
    """Return the passage a payload was made from.

    Raises:
        CorruptError: When something else wrote it.
    """
    try:
        if payload is None:
            raise KeyError("payload")
        return Passage(
            document_id=payload["document_id"],
            ordinal=payload["ordinal"],
            start=payload["start"],
            end=payload["end"],
            text=payload["text"],
            title=payload["title"],
            metadata={_unescape(name): value for name, value in payload["metadata"].items()},
        )
    except (KeyError, AttributeError) as error:
        raise CorruptError(
            f"point {point_id} holds no passage ({error} is missing)",
            "a point written by this program",
            "ingest the collection again with --recreate",
        ) from error


def metadata_path(field: str) -> str:
    """Return the JSON path of a metadata field in the payload."""
    return f'metadata."{_escape(field)}"'


def order_path(field: str, key: OrderKey) -> str:
    """Return the JSON path of what ranges of a field compare."""
    return metadata_path(field) if key == "number" else f'{_ORDER}.{key}."{_escape(field)}"'


def range_paths(metadata: Mapping[str, MetadataValue]) -> Iterator[str]:
    """Paths of what ranges may ask for."""
    for name, value in metadata.items():
        for key in order_keys(value):
            yield order_path(name, key)


def _order(metadata: Mapping[str, MetadataValue]) -> dict[str, dict[str, list[float]]]:
    found: dict[str, dict[str, list[float]]] = {}
    for name, value in metadata.items():
        for key, numbers in order_keys(value).items():
            if key != "number":
                found.setdefault(key, {})[_escape(name)] = numbers
    return found


def _escape(name: str) -> str:
    for character, escaped in _UNSPEAKABLE.items():
        name = name.replace(character, escaped)
    return name


def _unescape(name: str) -> str:
    for character, escaped in reversed(_UNSPEAKABLE.items()):
        name = name.replace(escaped, character)
    return name
