"""One number or word that a profile may set: its default, what it may be, what it does, what is tried."""

from collections.abc import Collection, Sequence
from dataclasses import field, fields, replace
from itertools import product
from typing import Any

from search_app.errors import BadInputError


def setting(
    default: Any,
    meaning: str,
    *,
    low: float | None = None,
    high: float | None = None,
    choices: Sequence[str] = (),
    tried: Sequence[Any] = (),
) -> Any:
    """Return a dataclass field with its limits; its default says whether it is a number, text or a flag.

    Args:
        default: Its default.
        meaning: What it does, in a few words; stands beside it in files.
        low: Smallest number allowed; with `high` None, a number must be above it.
        high: Largest number allowed.
        choices: Words allowed; empty for any text.
        tried: Values that `tune` chooses from and that `why` looks through for a change that suffices; empty
            where the default stays.
    """
    known = {"meaning": meaning, "low": low, "high": high, "choices": choices, "tried": tuple(tried)}
    return field(default=default, metadata=known)


def tried_values(part: object) -> dict[str, tuple[Any, ...]]:
    """Return {setting: values that are tried} of a dataclass, in the order of its fields."""
    entries = fields(part)  # type: ignore[arg-type]
    return {entry.name: entry.metadata["tried"] for entry in entries if entry.metadata.get("tried")}


def variants(part: Any, names: Collection[str] | None = None) -> list[Any]:
    """Return a dataclass with every combination of the values that are tried; the last field varies fastest.

    Args:
        part: What the other fields are taken from.
        names: Settings that vary; None for all that have values to try.
    """
    tried = {name: values for name, values in tried_values(part).items() if names is None or name in names}
    return [replace(part, **dict(zip(tried, chosen, strict=True))) for chosen in product(*tried.values())]


def check_settings(owner: object, part: str) -> None:
    """Raise `BadInputError` when a field made by `setting` holds what it may not hold.

    Args:
        owner: A dataclass.
        part: What it is a part of, for the message.
    """
    for entry in fields(owner):  # type: ignore[arg-type]
        if "low" not in entry.metadata:
            continue
        value = getattr(owner, entry.name)
        expected = _problem(value, entry.metadata, type(entry.default))
        if expected:
            raise BadInputError(f"{part} has {entry.name} {value!r}", expected, "correct the value")


def _problem(value: Any, limits: Any, kind: type) -> str | None:
    low, high, choices = limits["low"], limits["high"], limits["choices"]
    if choices:
        words = [f'"{choice}"' for choice in choices]
        expected = " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
        return None if value in choices else expected
    if kind in (str, bool):
        return None if isinstance(value, kind) else "text" if kind is str else "true or false"
    expected = "a positive number" if high is None else f"{low:g} to {high:g}"
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if not numeric or (kind is int and value != int(value)):
        return f"{'a whole number, ' if kind is int else ''}{expected}"
    fine = value > low if high is None else low <= value <= high
    return None if fine else expected
