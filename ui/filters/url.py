"""Filters on metadata as one URL parameter, and back.

JSON keeps apart what text alone would mix up: the year 1990, the text "1990" and the flag true.
`{"genres": ["Drama", "Comedy"], "year": {"from": 1990, "to": 1999}}`: all fields must hold, one value of
each is enough.
"""

import json
from collections.abc import Sequence
from typing import Any

from search_app.records import Condition

MAX_CONDITIONS = 20
MAX_VALUES = 50
MAX_CHARACTERS = 1000
"""Of a field name and of a value; a whole parameter may have sixteen times as many."""


def to_text(conditions: Sequence[Condition]) -> str:
    """Return the parameter's text; empty without conditions."""
    if not conditions:
        return ""
    tree = {entry.field: list(entry.any_of) or _bounds(entry) for entry in conditions}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> tuple[Condition, ...]:
    """Read the parameter; a condition that cannot be read is left out, as every other garbage in a URL.

    Only what the list of shapes above allows gets through: no operator, no pattern, no nesting.
    """
    if len(text) > 16 * MAX_CHARACTERS:
        return ()
    try:
        tree = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return ()
    if not isinstance(tree, dict):
        return ()
    read = [_condition(field, wanted) for field, wanted in list(tree.items())[:MAX_CONDITIONS]]
    return tuple(condition for condition in read if condition is not None)


def _bounds(condition: Condition) -> dict[str, float]:
    bounds = {"from": condition.at_least, "to": condition.at_most}
    return {name: _shortest(value) for name, value in bounds.items() if value is not None}


def _shortest(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _condition(field: str, wanted: Any) -> Condition | None:
    if not field or len(field) > MAX_CHARACTERS:
        return None
    if isinstance(wanted, list):
        values = tuple(_exact(value) for value in wanted[:MAX_VALUES] if _is_value(value))
        return Condition(field, values) if values else None
    if isinstance(wanted, dict):
        low, high = _bound(wanted.get("from")), _bound(wanted.get("to"))
        return None if low is None and high is None else Condition(field, at_least=low, at_most=high)
    return None


def _exact(value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def _is_value(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= MAX_CHARACTERS
    wide = isinstance(value, int) and abs(value) < 2**63
    return wide or _bound(value) is not None


def _bound(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # The number fields of the page take no more than 2**53.
    return float(value) if abs(value) <= 2**53 else None
