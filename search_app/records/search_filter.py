"""A filter on metadata, the same for every lane."""

from dataclasses import dataclass
from math import isnan
from typing import Literal

from search_app.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Condition:
    """One field's condition: either one of some values, or a numeric range.

    Raises:
        BadInputError: When it has neither or both, no field, a bound of NaN, or lone surrogates in a text.

    Attributes:
        field: Name of the metadata field.
        any_of: Accepted values; a list field matches when one of its entries does.
        at_least: Lower bound of a numeric field, inclusive.
        at_most: Upper bound of a numeric field, inclusive.
        above: Lower bound, exclusive.
        below: Upper bound, exclusive.
    """

    field: str
    any_of: tuple[str | int | float | bool, ...] = ()
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    below: float | None = None

    def __post_init__(self) -> None:
        bounds = [
            bound for bound in (self.at_least, self.at_most, self.above, self.below) if bound is not None
        ]
        if any(isnan(bound) for bound in bounds):
            raise BadInputError(f"filter on field {self.field[:100]!r} with a bound of NaN", "a number")
        _check_texts(self.field, *(value for value in self.any_of if isinstance(value, str)))
        if not self.field or bool(self.any_of) == bool(bounds):
            raise BadInputError(
                f"filter on field {self.field[:100]!r} with {len(self.any_of)} values and range "
                f"[{self.at_least}, {self.at_most}]",
                "a field name and either values or a range",
                "write for example kind=function or year>=1990",
            )


@dataclass(frozen=True, slots=True)
class TextRange:
    """A range over texts that are read as numbers (`1.10`) or as times (`2024-05-31`).

    Attributes:
        field: Name of the metadata field.
        reading: What its texts are read as.
        written: The range as it was typed, for messages.
        at_least: Lower bound, inclusive; times are seconds since 1970 in UTC.
        at_most: Upper bound, inclusive.
        above: Lower bound, exclusive.
        below: Upper bound, exclusive.
    """

    field: str
    reading: Literal["decimal", "time"]
    written: str
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Present:
    """Holds for documents that have the field.

    Raises:
        BadInputError: When the name is empty or no text.
    """

    field: str

    def __post_init__(self) -> None:
        _check_texts(self.field)
        if not self.field:
            raise BadInputError("a filter on a field without a name", "the name of a field")


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part does not; so for documents that lack the field of a condition, too."""

    part: "Clause"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Holds where all parts do."""

    parts: tuple["Clause", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds where at least one part does."""

    parts: tuple["Clause", ...]


Clause = Condition | TextRange | Present | Not | AllOf | AnyOf
"""A filter is a small tree of these."""


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """All conditions must hold; each may be a tree of its own."""

    conditions: tuple[Clause, ...]


def fields_of(clause: Clause) -> frozenset[str]:
    """Return the names of the fields a clause asks about."""
    if isinstance(clause, Not):
        return fields_of(clause.part)
    if isinstance(clause, AllOf | AnyOf):
        return frozenset().union(*map(fields_of, clause.parts))
    return frozenset((clause.field,))


def _check_texts(field: str, *texts: str) -> None:
    if any("\ud800" <= character <= "\udfff" for text in (field, *texts) for character in text):
        raise BadInputError(f"filter on field {field[:100]!r} with bytes that are no text", "text in UTF-8")
