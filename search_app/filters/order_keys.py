"""What of a metadata value can be compared by size: numbers that every index keeps as float64."""

from collections.abc import Mapping
from typing import Literal

from search_app.errors import BadInputError
from search_app.filters.iso_time import instant
from search_app.filters.number_text import decimal_text, plain_number
from search_app.records import MetadataValue

OrderKey = Literal["number", "decimal", "time", "high", "low"]
"""Numbers; texts read as numbers; texts read as times; the two halves of a number of 2**53 and more."""

WIDE = 2**53
"""From here on float64 no longer tells neighbouring integers apart."""

_HALF = 32


def order_keys(value: MetadataValue) -> Mapping[OrderKey, list[float]]:
    """Return the keys of a value; without any, no range finds it."""
    if isinstance(value, bool):
        return {}
    if isinstance(value, int | float):
        found: dict[OrderKey, list[float]] = {"number": [as_float(value)]}
        return found | wide_halves(value)
    if isinstance(value, list):
        numbers = [number for entry in value if (number := list_number(entry)) is not None]
        return {"decimal": numbers} if numbers else {}
    moment, number = instant(value), decimal_text(value)
    texts: dict[OrderKey, list[float]] = {} if moment is None else {"time": [moment]}
    return texts if number is None else texts | {"decimal": [number]}


def list_number(entry: str) -> float | None:
    """Return the number an entry of a list is in its plain form, or None."""
    plain = plain_number(entry)
    return None if plain is None else float(plain)


def halves(number: float) -> tuple[float, float]:
    """Split a finite number of 2**53 and more exactly: number = high * 2**32 + low."""
    whole = int(number)
    return float(whole >> _HALF), float(whole & (1 << _HALF) - 1)


def wide_halves(number: float) -> dict[OrderKey, list[float]]:
    """Return the halves of a number that float64 alone cannot hold for sure; nothing for others."""
    if not WIDE <= abs(number) < float("inf"):
        return {}
    high, low = halves(number)
    return {"high": [high], "low": [low]}


def exact_number(value: float) -> int | float:
    """Return the one form of equal numbers: an integer from 2**53 on, a float below and past 64 bits."""
    if isinstance(value, int) and WIDE <= abs(value) < 2**63:
        return value
    number = as_float(value)
    return int(number) if WIDE <= abs(number) < 2**63 else number


def as_float(value: float) -> float:
    """Return a float64.

    Raises:
        BadInputError: When the integer is beyond its range.
    """
    try:
        return float(value)
    except OverflowError as error:
        raise BadInputError(
            "a metadata number beyond 1.8e308", "a number that fits a float64", "store it as text"
        ) from error
