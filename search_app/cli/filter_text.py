"""Filters as they are typed: `kind=function`, `year>=1990`, `genre=drama|comedy`."""

import re

from search_app.errors import BadInputError
from search_app.records import Condition, SearchFilter

_LONGEST = 1_100  # a field name of 100 characters, an operator and a thousand for the value
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
        return Condition(field, any_of=tuple(_value(part.strip()) for part in value.split("|")))
    try:
        bound = float(value)
    except ValueError:
        raise BadInputError(f"filter {_quoted(text)} compares with {_quoted(value)}", "a number") from None
    return Condition(field, at_least=bound) if operator[0] == ">=" else Condition(field, at_most=bound)


def _quoted(text: str) -> str:
    return repr(text) if len(text) <= 100 else f"{text[:100]!r} and so on"


def _value(text: str) -> str | int | bool:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text
