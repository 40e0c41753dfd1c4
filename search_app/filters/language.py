"""Filters as they are typed: `kind=function`, `year=1990..2000 AND NOT (genre=drama|comedy OR draft?)`.

    filter    = part ("OR" part)*            AND binds more tightly than OR, NOT more tightly than AND
    condition = field operator value         operators: = != < <= > >=
              | field "?"                    the document has the field; !field? it has not
    value     = text | low..high | one|other a text in "quotes" is taken as it stands

What a value means, the type of its field says: see `search_app.filters.typed_condition`.
"""

from collections.abc import Mapping, Sequence

from search_app.errors import BadInputError
from search_app.filters.condition_text import read_condition, split_words
from search_app.filters.typed_condition import typed_condition
from search_app.records import AllOf, AnyOf, Clause, Condition, FieldType, Not, SearchFilter

_LONGEST = 10_000
_DEEPEST = 40


def parse_filter(texts: str | Sequence[str], fields: Mapping[str, FieldType]) -> SearchFilter | None:
    """Parse filters that must all hold, against the fields of a collection.

    Args:
        texts: One filter or several; none is no filter.
        fields: {field: type}, as `SearchService.fields` returns them.

    Raises:
        BadInputError: Quotes what cannot be read; for a field that is not there, a value of another type and
            a range without an inside it lists the fields with their types.
    """
    given = [texts] if isinstance(texts, str) else texts
    clauses = [clause for text in given for clause in _top(_Parser(text, fields).parse())]
    _check_ranges(clauses)
    return SearchFilter(tuple(clauses)) if clauses else None


def _top(clause: Clause) -> tuple[Clause, ...]:
    return clause.parts if isinstance(clause, AllOf) else (clause,)


def _check_ranges(clauses: Sequence[Clause]) -> None:
    """Refuse `year>=2000` beside `year<=1990`: a number cannot be both."""
    lows: dict[str, float] = {}
    highs: dict[str, float] = {}
    for clause in clauses:
        if isinstance(clause, Condition) and not clause.any_of:
            low, high = _either(clause.at_least, clause.above), _either(clause.at_most, clause.below)
            if low is not None:
                lows[clause.field] = max(low, lows.get(clause.field, low))
            if high is not None:
                highs[clause.field] = min(high, highs.get(clause.field, high))
    for field in lows.keys() & highs.keys():
        if lows[field] > highs[field]:
            raise BadInputError(
                f"a filter that wants {field} from {lows[field]} and up to {highs[field]}",
                "a lower bound below the upper one",
                "turn them round",
            )


def _either(one: float | None, other: float | None) -> float | None:
    return other if one is None else one


class _Parser:
    """Reads one text by recursive descent."""

    def __init__(self, text: str, fields: Mapping[str, FieldType]) -> None:
        if len(text) > _LONGEST:
            raise BadInputError(
                f"a filter of {len(text):,} characters", f"at most {_LONGEST:,}", "shorten the filter"
            )
        self._text, self._fields = text, fields
        self._pieces, self._at = split_words(text), 0

    def parse(self) -> Clause:
        clause = self._alternatives(0)
        if self._at < len(self._pieces):
            self._fail()
        return clause

    def _alternatives(self, depth: int) -> Clause:
        parts = [self._conjunction(depth)]
        while self._take("OR"):
            parts.append(self._conjunction(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _conjunction(self, depth: int) -> Clause:
        parts = [self._negation(depth)]
        while self._take("AND"):
            parts.append(self._negation(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _negation(self, depth: int) -> Clause:
        if depth > _DEEPEST:
            raise BadInputError("a filter of brackets in brackets", f"at most {_DEEPEST} of them")
        if self._take("NOT"):
            return Not(self._negation(depth + 1))
        if self._take("("):
            inner = self._alternatives(depth + 1)
            if not self._take(")"):
                self._fail()
            return inner
        if self._at == len(self._pieces) or self._pieces[self._at].mark:
            self._fail()
        self._at += 1
        return typed_condition(read_condition(self._pieces[self._at - 1].text), self._fields)

    def _take(self, mark: str) -> bool:
        found = self._at < len(self._pieces) and self._pieces[self._at].mark == mark
        self._at += found
        return found

    def _fail(self) -> None:
        shown = self._text if len(self._text) <= 100 else f"{self._text[:100]} and so on"
        where = self._pieces[self._at].text if self._at < len(self._pieces) else "the end"
        raise BadInputError(
            f"filter {shown!r}, which cannot be read at {where[:40]!r}",
            "field=value, field>=1990, field=1990..2000 or field?, with AND, OR, NOT and brackets",
            'put a value that holds such words in "quotes"',
        )
