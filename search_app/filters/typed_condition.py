"""What a condition means for a field of its type.

| type | `=` compares | ranges |
|---|---|---|
| keyword, keywords | the text, exactly; one entry of a list is enough | none |
| number | numbers, exactly; a day is read as the number YYYYMMDD | numbers |
| numbers | the entries as numbers | numbers; one entry is enough |
| decimal | the text, exactly: `1.10` is not `1.1` | numbers |
| date | everything from the beginning to the end of the day, month, ... | days and times |
| flag | true or false | none |

A field of mixed types is a keyword: its numbers and flags are found by the text they were written as.
"""

import re
from collections.abc import Callable, Mapping
from typing import NoReturn

from search_app.errors import BadInputError
from search_app.filters.condition_text import Value, WrittenCondition
from search_app.filters.iso_time import time_span
from search_app.filters.number_text import plain_number
from search_app.records import AnyOf, Clause, Condition, FieldType, Not, Present, TextRange

_NUMBER = re.compile(r"[+-]?(?:\d{1,400}(?:\.\d{0,400})?|\.\d{1,400})(?:[eE][+-]?\d{1,3})?")
_WHOLE = re.compile(r"[+-]?\d{1,400}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LISTED = 40
_RANGED = ("number", "numbers", "decimal", "date")
_SIDES = ("at_least", "at_most", "above", "below")
_BOUNDS = {">=": "at_least", ">": "above", "<=": "at_most", "<": "below"}


def typed_condition(written: WrittenCondition, fields: Mapping[str, FieldType]) -> Clause:
    """Return the clause.

    Raises:
        BadInputError: When there is no such field, or the value is not of its type; lists the fields.
    """
    kind = fields.get(written.field)
    if kind is None:
        raise BadInputError(
            f"no field {written.field[:100]!r} in the collection",
            f"one of its fields: {_listed(fields)}",
            "correct the filter",
        )
    return _Typed(written, kind, fields).clause()


def _listed(fields: Mapping[str, FieldType]) -> str:
    if not fields:
        return "there are none"
    names = [f"{name} ({kind})" for name, kind in list(fields.items())[:_LISTED]]
    more = f" and {len(fields) - _LISTED:,} more" if len(fields) > _LISTED else ""
    return f"{', '.join(names)}{more}"


class _Typed:
    """One condition on a field of a known type."""

    def __init__(self, written: WrittenCondition, kind: FieldType, fields: Mapping[str, FieldType]) -> None:
        self._written, self._field, self._kind = written, written.field, kind
        self._fields = fields

    def clause(self) -> Clause:
        operator = self._written.operator
        if operator in ("?", "!?"):
            present = Present(self._field)
            return present if operator == "?" else Not(present)
        if operator in ("=", "!="):
            equal = self._equal()
            return equal if operator == "=" else Not(equal)
        if len(self._written.values) > 1 or self._kind not in _RANGED:
            self._refuse("one number or day to compare with, on a field of numbers or dates")
        return self._compared(operator, self._written.values[0].text)

    def _equal(self) -> Clause:
        values = self._written.values
        ranges = [value for value in values if self._is_range(value)]
        singles = [value.text for value in values if not self._is_range(value)]
        parts = [self._range(*value.text.split("..", 1)) for value in ranges]
        if self._kind in ("date", "numbers"):
            parts += [self._one_of_many(text) for text in singles]
        elif singles:
            read: Callable[[str], tuple[str | int | float | bool, ...]] = {
                "number": self._number_values,
                "flag": self._flag_values,
                "keywords": lambda text: (text,),
            }.get(self._kind, _keyword_values)
            parts.append(Condition(self._field, tuple(value for text in singles for value in read(text))))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _is_range(self, value: Value) -> bool:
        return not value.quoted and ".." in value.text and self._kind in _RANGED

    def _number_values(self, text: str) -> tuple[int | float, ...]:
        return (self._number(text),)

    def _flag_values(self, text: str) -> tuple[bool, ...]:
        if text.lower() not in ("true", "false"):
            self._refuse("true or false")
        return (text.lower() == "true",)

    def _one_of_many(self, text: str) -> Clause:
        if self._kind == "date":
            begin, end = self._span(text)
            return self._text_range("time", at_least=begin, below=end)
        number = float(self._number(text))
        # The text itself as well: float64 does not tell long numbers apart, texts do.
        as_text = Condition(self._field, (text,))
        if abs(number) >= 2**53:
            return as_text
        return AnyOf((as_text, self._text_range("decimal", at_least=number, at_most=number)))

    def _range(self, low: str, high: str) -> Clause:
        low, high = low.strip(), high.strip()
        if not low and not high:
            self._refuse("a range such as 1990..2000, 1990.. or ..2000")
        if low and high and self._size(low) > self._size(high):
            self._refuse("a range from the lower to the higher value")
        if not low or not high:
            return self._compared(">=" if low else "<=", low or high)
        if self._kind == "date":
            return self._text_range("time", at_least=self._span(low)[0], below=self._span(high)[1])
        return self._numeric({"at_least": self._number(low), "at_most": self._number(high)})

    def _size(self, text: str) -> float:
        return self._span(text)[0] if self._kind == "date" else self._number(text)

    def _compared(self, operator: str, text: str) -> Clause:
        if self._kind == "date":
            begin, end = self._span(text)
            bounds = {">=": ("at_least", begin), ">": ("at_least", end)}
            bounds |= {"<": ("below", begin), "<=": ("below", end)}
            side, bound = bounds[operator]
            return self._text_range("time", **{side: bound})
        return self._numeric({_BOUNDS[operator]: self._number(text)})

    def _numeric(self, bounds: Mapping[str, float]) -> Clause:
        numbers = Condition(self._field, (), *(bounds.get(side) for side in _SIDES))
        if self._kind == "number":
            return numbers
        texts = self._text_range("decimal", **{side: float(bound) for side, bound in bounds.items()})
        # Of decimals, those without a zero at the end are stored as numbers.
        return texts if self._kind == "numbers" else AnyOf((numbers, texts))

    def _text_range(self, reading: str, **bounds: float) -> TextRange:
        return TextRange(
            self._field, "time" if reading == "time" else "decimal", self._written.text, **bounds
        )

    def _span(self, text: str) -> tuple[float, float]:
        span = time_span(text)
        if span is None:
            self._refuse("a date such as 2024, 2024-05, 2024-05-31 or 2024-05-31T10:00")
        return span

    def _number(self, text: str) -> int | float:
        if _DAY.fullmatch(text) and time_span(text):
            return int(text.replace("-", ""))
        if not _NUMBER.fullmatch(text) or abs(float(text)) == float("inf"):
            self._refuse("a number, or a day such as 2024-05-31")
        return int(text) if _WHOLE.fullmatch(text) else float(text)

    def _refuse(self, wanted: str) -> NoReturn:
        text = self._written.text
        shown = repr(text) if len(text) <= 100 else f"{text[:100]!r} and so on"
        raise BadInputError(
            f"filter {shown} on the field {self._field[:100]!r}, which is of type {self._kind}",
            f"{wanted}; the fields are {_listed(self._fields)}",
            "correct the filter, or give the field another type: ingest with --map and --recreate"
            if self._kind in ("keyword", "keywords")
            else "correct the filter",
        )


def _keyword_values(text: str) -> tuple[str | int | float | bool, ...]:
    """The text, and the number or flag that is written so: a field of mixed types may have either."""
    if text in ("true", "false"):
        return text, text == "true"
    number = plain_number(text)
    return (text,) if number is None else (text, number)
