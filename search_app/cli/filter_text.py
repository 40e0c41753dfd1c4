"""Filters as they are typed: `kind=function`, `year>=1990`, `genre=drama|comedy`."""

import re

from search_app.errors import BadInputError
from search_app.records import Condition, SearchFilter

_LONGEST = 1_100  # a field name of 100 characters, an operator and a thousand for the value
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OPERATOR = re.compile(r">=|<=|[=<>]")


def parse_filter(conditions: list[str]) -> SearchFilter | None:
    """Parse conditions that must all hold; alternatives of one field are separated by `|`.

    Raises:
        BadInputError: Quotes the condition that cannot be read.
    """
    return SearchFilter(tuple(map(_parse, conditions))) if conditions else None


def _parse(text: str) -> Condition:
    operator = _OPERATOR.search(text) if len(text) <= _LONGEST else None
    field = text[: operator.start()].strip() if operator else ""
    value = text[operator.end() :].strip() if operator else ""
    if operator is None or operator[0] in "<>" or not field or not value:
        raise BadInputError(f"filter {_quoted(text)}", "field=value, field>=number or field<=number")
    if operator[0] == "=":
        parts = [part.strip() for part in value.split("|")]
        days = [day for part in parts if (day := _day_number(part))]
        return Condition(field, any_of=(*map(_value, parts), *days))
    try:
        bound = float(_day_number(value) or value)
    except ValueError:
        raise BadInputError(
            f"filter {_quoted(text)} compares with {_quoted(value)}", "a number or a day such as 2024-05-31"
        ) from None
    return Condition(field, at_least=bound) if operator[0] == ">=" else Condition(field, at_most=bound)


def _quoted(text: str) -> str:
    return repr(text) if len(text) <= 100 else f"{text[:100]!r} and so on"


def _day_number(text: str) -> int | None:
    """Return a day as dates are stored, YYYYMMDD; a field may hold the same day as a keyword instead."""
    return int(text.replace("-", "")) if _DAY.fullmatch(text) else None


def _value(text: str) -> str | int | bool:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text
