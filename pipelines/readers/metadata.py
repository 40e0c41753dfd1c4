"""From values of a source to metadata values that every lane can filter by."""

import json
import math
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pipelines.readers.typed_value import day_number
from search_app.records import MetadataValue

_MAX_INTEGER = 2**63 - 1


def clean_metadata(raw: Mapping[str, Any]) -> dict[str, MetadataValue]:
    """Keep keywords, numbers, flags and lists; objects are kept as their JSON text, nulls are left out.

    Raises:
        ValueError: With the reason, when a value cannot be stored exactly.
    """
    cleaned = {name: _clean(name, value) for name, value in raw.items() if name and value is not None}
    return {name: value for name, value in cleaned.items() if value != []}


def _clean(name: str, value: Any) -> MetadataValue:
    if isinstance(value, str):
        return check_text(value, f"metadata field {name!r}")
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if abs(value) > _MAX_INTEGER:
            raise ValueError(f"metadata field {name!r} does not fit into 64 bits")
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"metadata field {name!r} is not a finite number")
        return value
    if isinstance(value, date):  # tables have dates of their own; a time is kept to the day
        return day_number(value)
    if isinstance(value, Decimal):
        return _clean(name, _from_decimal(value))
    if isinstance(value, list) and not any(isinstance(entry, dict | list) for entry in value):
        return [_entry(_clean(name, entry)) for entry in value if entry is not None]
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_as_text)
    except (TypeError, ValueError) as error:
        raise ValueError(f"metadata field {name!r} cannot be kept: {error}") from error
    return check_text(text, f"metadata field {name!r}")


def _entry(value: MetadataValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _from_decimal(value: Decimal) -> int | float | str:
    """Return the number, or its text where float64 would round it."""
    if not value.is_finite():
        return float(value)
    if value == value.to_integral_value() and value.adjusted() < 19:
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)


def _as_text(value: Any) -> str:
    if isinstance(value, bytes):
        raise TypeError("it is binary; name the fields to keep with --map metadata=")
    return str(value)


def check_text(text: str, what: str) -> str:
    """Return the text.

    Raises:
        ValueError: When it holds half a surrogate pair, which no store can encode as UTF-8.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(f"{what} holds a lone surrogate at character {error.start}") from error
    return text
