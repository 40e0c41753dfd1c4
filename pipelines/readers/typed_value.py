"""Metadata made what the mapping says it is."""

import re
from datetime import date, datetime
from typing import Any

from pipelines.readers.field_map import MetadataField

_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:-(\d{2}))?")
_LIST_SEPARATOR = re.compile(r"\s*[;|]\s*")


def typed_value(field: MetadataField, value: Any) -> Any:
    """Return the value as the field's kind.

    Raises:
        ValueError: With one sentence, when it is not of that kind.
    """
    if value == "" and field.kind != "keyword":
        return None
    if field.kind == "keyword":
        return _keyword(value)
    if field.kind == "list":
        entries = _LIST_SEPARATOR.split(value) if isinstance(value, str) else value
        return [_keyword(entry) for entry in (entries if isinstance(entries, list) else [entries])]
    if field.kind == "number":
        return _number(field, value)
    return day_number(value) if field.kind == "date" else value


def day_number(value: Any) -> int:
    """Return a day as the number YYYYMMDD, which sorts and compares as days do.

    Args:
        value: A date, a time, or text in ISO 8601: a year, a month, a day (as 20240531 too, text or
            number), or a time of a day.

    Raises:
        ValueError: When it is none of them.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # a column of whole numbers with gaps
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # 20240531, or a year
    if isinstance(value, str):
        value = _iso_day(value.strip())
    if not isinstance(value, date):
        raise ValueError(f"{str(value)[:40]!r} is no date, such as 2024-05-31")
    return value.year * 10_000 + value.month * 100 + value.day


def _iso_day(text: str) -> date:
    short = _MONTH_OR_YEAR.fullmatch(text)
    try:
        if short:
            return date(int(short[1]), int(short[2] or 1), 1)
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text[:40]!r} is no date, such as 2024-05-31") from error


def _number(field: MetadataField, value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    try:
        text = str(value).strip()
        return int(text) if re.fullmatch(r"[+-]?\d{1,400}", text) else float(text)
    except ValueError as error:
        raise ValueError(f"metadata field {field.name!r} is no number: {str(value)[:40]!r}") from error


def _keyword(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
