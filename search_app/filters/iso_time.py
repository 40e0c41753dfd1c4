"""Days and times in ISO 8601, as instants that sort."""

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STORED = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_SHORT = re.compile(r"(\d{4})(?:-(\d{2}))?")


def instant(text: str) -> float | None:
    """Return the beginning of a day or the time a text names, in seconds since 1970; None when it is no date.

    Times without an offset are in UTC.
    """
    if not 10 <= len(text) <= 40 or not _STORED.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _seconds(moment)


def time_span(text: str) -> tuple[float, float] | None:
    """Return the beginning and the end of a year, month, day, minute or second; the end is excluded."""
    short = _SHORT.fullmatch(text)
    if short:
        return _calendar(int(short[1]), int(short[2]) if short[2] else None)
    begin = instant(text)
    if begin is None:
        return None
    colons = text[11:19].count(":")
    length = {0: 86_400.0, 1: 60.0}.get(colons, 1e-6 if "." in text or "," in text else 1.0)
    return begin, begin + length


def _calendar(year: int, month: int | None) -> tuple[float, float] | None:
    try:
        begin = datetime(year, month or 1, 1, tzinfo=UTC)
    except ValueError:
        return None
    last_month = month is None or month == 12
    if year == 9999 and last_month:
        return _seconds(begin), float("inf")
    end = datetime(year + last_month, 1 if last_month else (month or 0) + 1, 1, tzinfo=UTC)
    return _seconds(begin), _seconds(end)


def _seconds(moment: datetime) -> float:
    # Subtracting keeps years that the platform's own conversion refuses.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (
        aware.replace(tzinfo=None) - _EPOCH.replace(tzinfo=None) - (aware.utcoffset() or timedelta())
    ) / timedelta(seconds=1)
