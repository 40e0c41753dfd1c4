"""A filter on metadata, the same for every lane."""

from dataclasses import dataclass
from math import isnan

from search_app.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Condition:
    """One field's condition: either one of some keywords, or a closed numeric range.

    Raises:
        BadInputError: When it has neither or both, no field, a bound of NaN, or lone surrogates in a text.

    Attributes:
        field: Name of the metadata field.
        any_of: Accepted values; a list field matches when one of its entries does.
        at_least: Lower bound of a numeric field, inclusive.
        at_most: Upper bound of a numeric field, inclusive.
    """

    field: str
    any_of: tuple[str | int | bool, ...] = ()
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if any(bound is not None and isnan(bound) for bound in (self.at_least, self.at_most)):
            raise BadInputError(f"filter on field {self.field[:100]!r} with a bound of NaN", "a number")
        texts = [self.field, *(value for value in self.any_of if isinstance(value, str))]
        if any("\ud800" <= character <= "\udfff" for text in texts for character in text):
            raise BadInputError(
                f"filter on field {self.field[:100]!r} with bytes that are no text", "text in UTF-8"
            )
        bounded = self.at_least is not None or self.at_most is not None
        if not self.field or bool(self.any_of) == bounded:
            raise BadInputError(
                f"filter on field {self.field[:100]!r} with {len(self.any_of)} values and range "
                f"[{self.at_least}, {self.at_most}]",
                "a field name and either values or a range",
                "write for example kind=function or year>=1990",
            )


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """All conditions must hold."""

    conditions: tuple[Condition, ...]
