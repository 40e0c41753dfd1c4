"""Filters as they are typed: `kind=function`, `year>=1990`, `genre=drama|comedy`."""

import re

from search_app.errors import BadInputError
from search_app.records import Condition, SearchFilter

_CONDITION = re.compile(
    r"(?P<field>[^=<>]{1,100}?)\s*(?P<operator>>=|<=|=)\s*(?P<value>.{1,1000})", re.DOTALL
)


def parse_filter(conditions: list[str]) -> SearchFilter | None:
    """Parse conditions that must all hold; alternatives of one field are separated by `|`.

    Raises:
        BadInputError: Quotes the condition that cannot be read.
    """
    return SearchFilter(tuple(map(_parse, conditions))) if conditions else None


def _parse(text: str) -> Condition:
    match = _CONDITION.fullmatch(text.strip())
    if match is None:
        raise BadInputError(f"filter {text!r}", "field=value, field>=number or field<=number")
    field, operator, value = match["field"].strip(), match["operator"], match["value"].strip()
    if operator == "=":
        return Condition(field, any_of=tuple(_value(part.strip()) for part in value.split("|")))
    try:
        bound = float(value)
    except ValueError:
        raise BadInputError(f"filter {text!r} compares with {value!r}", "a number") from None
    return Condition(field, at_least=bound) if operator == ">=" else Condition(field, at_most=bound)


def _value(text: str) -> str | int | bool:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch(r"-?\d{1,15}", text) else text
