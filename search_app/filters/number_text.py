"""When a text is a number, and when a number would lose what the text says."""

import re

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,18})")
_DECIMAL = re.compile(r"-?(0|[1-9]\d{0,30})\.\d{1,30}")
_MOST = 2**63


def plain_number(text: str) -> int | float | None:
    """Return the number that is written exactly like the text, or None.

    `007` is a code, `1.10` is not the version `1.1`: as numbers they would lose what tells them apart.
    """
    if _INTEGER.fullmatch(text):
        whole = int(text)
        return whole if str(whole) == text and -_MOST <= whole < _MOST else None
    if _DECIMAL.fullmatch(text) and not text.endswith("0"):
        number = float(text)
        return number if repr(number) == text else None
    return None


def decimal_text(text: str) -> float | None:
    """Return the size of a decimal that is kept as it was written, such as `1.10`, or None."""
    return float(text) if _DECIMAL.fullmatch(text) and plain_number(text) is None else None
