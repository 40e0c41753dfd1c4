"""A filter as the few questions every index can answer; each lane translates these and nothing else."""

from dataclasses import dataclass
from math import inf, isinf

from search_app.filters.order_keys import WIDE, OrderKey, as_float, halves
from search_app.records.search_filter import (
    AllOf,
    Clause,
    Condition,
    Not,
    Present,
    SearchFilter,
    TextRange,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """The field holds one of these values, of the same type."""

    field: str
    values: tuple[str | int | float | bool, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """One key of the field's value lies between bounds; an open bound is excluded."""

    field: str
    key: OrderKey
    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False

    def holds(self, value: float) -> bool:
        """Say whether a key lies in it."""
        above = value > self.low if self.low_open else value >= self.low
        return above and (value < self.high if self.high_open else value <= self.high)


@dataclass(frozen=True, slots=True)
class Exists:
    """The document has the field."""

    field: str


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part holds at least."""

    parts: tuple["Test", ...]


@dataclass(frozen=True, slots=True)
class Inverse:
    """The part does not hold."""

    part: "Test"


Test = Terms | Between | Exists | Every | Some | Inverse


def plan_filter(where: SearchFilter | None) -> tuple[Test, ...]:
    """Return the tests that must all hold; none without a filter."""
    return tuple(map(plan_clause, where.conditions)) if where else ()


def plan_clause(clause: Clause) -> Test:
    """Return the test of one clause."""
    if isinstance(clause, Condition):
        return Terms(clause.field, clause.any_of) if clause.any_of else _numbers(clause)
    if isinstance(clause, TextRange):
        return _text_span(clause)
    if isinstance(clause, Present):
        return Exists(clause.field)
    if isinstance(clause, Not):
        return Inverse(plan_clause(clause.part))
    parts = tuple(map(plan_clause, clause.parts))
    return Every(parts) if isinstance(clause, AllOf) else Some(parts)


def _text_span(clause: TextRange) -> Test:
    spans = [
        Between(clause.field, clause.reading, low=bound, low_open=opened)
        for bound, opened in ((clause.at_least, False), (clause.above, True))
        if bound is not None
    ]
    spans += [
        Between(clause.field, clause.reading, high=bound, high_open=opened)
        for bound, opened in ((clause.at_most, False), (clause.below, True))
        if bound is not None
    ]
    return _merged(spans)


def _numbers(clause: Condition) -> Test:
    bounds = [
        (clause.at_least, True, False),
        (clause.above, True, True),
        (clause.at_most, False, False),
        (clause.below, False, True),
    ]
    sides = [
        _side(clause.field, bound, lower, opened) for bound, lower, opened in bounds if bound is not None
    ]
    spans = [side for side in sides if isinstance(side, Between)]
    others = [side for side in sides if not isinstance(side, Between)]
    tests = [*([_merged(spans)] if spans else []), *others]
    return tests[0] if len(tests) == 1 else Every(tuple(tests))


def _merged(spans: list[Between]) -> Between:
    """Return the one span that lies in all: of a list, one entry must lie in it, not one for each bound."""
    low, low_open = max((span.low, span.low_open) for span in spans)
    high, shut = min((span.high, not span.high_open) for span in spans)
    return Between(spans[0].field, spans[0].key, low, high, low_open, not shut)


def _side(field: str, bound: float, lower: bool, opened: bool) -> Test:
    """Return the test of one bound; from 2**53 on it compares both halves, where float64 would round."""
    if isinf(bound) or abs(bound) < WIDE:
        return _half(field, "number", as_float(bound), lower, opened)
    as_float(bound)
    high, low = halves(bound)
    here = Between(field, "high", high, high)
    wide = Some(
        (_half(field, "high", high, lower, True), Every((here, _half(field, "low", low, lower, opened))))
    )
    if lower == (bound > 0):  # no smaller number can pass
        return wide
    # Smaller numbers pass all; their own test leaves the wide ones to `wide`.
    return Some((Between(field, "number", -WIDE, WIDE, True, True), wide))


def _half(field: str, key: OrderKey, bound: float, lower: bool, opened: bool) -> Between:
    if lower:
        return Between(field, key, low=bound, low_open=opened)
    return Between(field, key, high=bound, high_open=opened)
