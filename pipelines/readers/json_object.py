"""One line of JSON Lines, read strictly."""

import json
from typing import Any

_RECORD = "\x1e"
"""Begins each line of JSON text sequences (RFC 7464)."""


def parse_object(line: bytes, what: str = "of the line") -> dict[str, Any]:
    """Return the object on a line.

    Stricter than `json.loads`: NaN and infinities are no JSON, and of repeated keys one would be lost.

    Raises:
        ValueError: With one sentence that says what is wrong.
    """
    try:
        value = json.loads(
            line.decode("utf-8").lstrip(_RECORD),
            parse_constant=_refuse_constant,
            object_pairs_hook=_refuse_repeated_keys,
        )
    except UnicodeDecodeError as error:
        raise ValueError(f"not UTF-8 at byte {error.start + 1} {what}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {_in_words(error)} at character {error.colno}") from error
    except RecursionError as error:
        raise ValueError("not usable JSON: nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def _in_words(error: json.JSONDecodeError) -> str:
    """Return what is wrong; the decoder names what it missed, not the mistakes that people make."""
    if error.msg.startswith("Expecting property name"):
        found = error.doc[error.pos : error.pos + 1]
        if found == "'":
            return "names and texts stand in double quotes, not in single ones,"
        if found == "}":
            return "a comma with nothing after it"
    return error.msg


def _refuse_constant(name: str) -> float:
    raise ValueError(f"not JSON: {name} is no number")


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        repeated = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {repeated!r} is given twice")
    return members
