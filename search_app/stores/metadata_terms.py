"""Metadata values as exact terms, so that one keyword index serves every field and type."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from search_app.filters.order_keys import exact_number
from search_app.records import MetadataValue

_LONGEST_TERM = 512  # bytes; every term is kept in memory by the keyword index
_HASHED = "sha256:"


def metadata_term(field: str, value: str | int | float | bool) -> str:
    """Return the term that stands for one value of one field.

    Types never meet: the text "1", the number 1 and the flag true are three terms. Numbers compare
    exactly, integers of 64 bits included, as in the BM25 index. The engine's own matching cannot do this:
    Qdrant Edge 0.9 turns the flag `True` of a condition into the integer 1, which matches no stored flag.
    """
    kept = value if isinstance(value, str | bool) else exact_number(value)
    term = json.dumps([field, kept], ensure_ascii=False)
    encoded = term.encode()
    return term if len(encoded) <= _LONGEST_TERM else f"{_HASHED}{hashlib.sha256(encoded).hexdigest()}"


def metadata_terms(metadata: Mapping[str, MetadataValue]) -> list[str]:
    """Return the terms of all values; a list yields one term for each of its entries."""
    return list(dict.fromkeys(_terms(metadata)))


def read_term(term: str) -> tuple[str, str | int | float | bool] | None:
    """Return the field and the value a term stands for; None when it is only a hash of them."""
    if term.startswith(_HASHED):
        return None
    field, value = json.loads(term)
    whole = isinstance(value, float) and value.is_integer()
    return field, int(value) if whole else value


def _terms(metadata: Mapping[str, MetadataValue]) -> Iterator[str]:
    for field, value in metadata.items():
        for entry in value if isinstance(value, list) else (value,):
            yield metadata_term(field, entry)
