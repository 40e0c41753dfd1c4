"""Filters as Lucene queries."""

from collections.abc import Iterator, Sequence
from math import inf, nextafter
from typing import Any

from search_app.filters.order_keys import exact_number, halves
from search_app.filters.plan import Between, Every, Exists, Inverse, Some, Terms, Test
from search_app.lucene.fields import flag_field, flag_term, keyword_field, keyword_term, order_field
from search_app.lucene.java_classes import call, java_class


def filter_query(test: Test) -> Any:
    """Return the query for the passages that pass a test."""
    match test:
        case Terms():
            return _joined("SHOULD", list(_alternatives(test)))
        case Between():
            return _span(test)
        case Exists(field):
            return _exists(field)
        case Every(parts):
            found = list(map(filter_query, parts))
            return _joined("MUST", found) if found else java_class("MatchAllDocsQuery")()
        case Some(parts):
            return _joined("SHOULD", list(map(filter_query, parts)))
        case Inverse(part):
            # Lucene's negation alone matches nothing: it takes away from what is there.
            builder, occur = java_class("BooleanQuery$Builder")(), java_class("BooleanClause$Occur")
            call(builder, "add", java_class("MatchAllDocsQuery")(), occur.MUST)
            call(builder, "add", filter_query(part), occur.MUST_NOT)
            return call(builder, "build")


def terms_query(field: str, terms: Sequence[str]) -> Any:
    """Return the query for documents that have any of `terms` in `field`."""
    to_bytes = java_class("BytesRef")
    return java_class("TermInSetQuery")(
        field, java_class("Arrays").asList([to_bytes(term) for term in terms])
    )


def _joined(how: str, queries: Sequence[Any]) -> Any:
    """Join queries; of none, one that matches nothing."""
    builder, occur = java_class("BooleanQuery$Builder")(), java_class("BooleanClause$Occur")
    for query in queries:
        call(builder, "add", query, getattr(occur, how))
    return call(builder, "build")


def _alternatives(test: Terms) -> Iterator[Any]:
    """Yield queries per type of value: the number 1, the flag true and the word "1" are different."""
    keywords = [keyword_term(value) for value in test.values if isinstance(value, str)]
    flags = [flag_term(value) for value in test.values if isinstance(value, bool)]
    numbers = [exact_number(value) for value in test.values if not isinstance(value, str | bool)]
    if keywords:
        yield terms_query(keyword_field(test.field), keywords)
    if flags:
        yield terms_query(flag_field(test.field), flags)
    narrow = [number for number in numbers if isinstance(number, float)]
    if narrow:
        yield java_class("DoublePoint").newSetQuery(order_field(test.field, "number"), narrow)
    for number in numbers:
        if isinstance(number, int):
            high, low = halves(number)
            pair = [Between(test.field, "high", high, high), Between(test.field, "low", low, low)]
            yield _joined("MUST", list(map(_span, pair)))


def _span(between: Between) -> Any:
    low = nextafter(between.low, inf) if between.low_open else between.low
    high = nextafter(between.high, -inf) if between.high_open else between.high
    if (between.low_open and between.low == inf) or (between.high_open and between.high == -inf):
        return _joined("SHOULD", ())
    return java_class("DoublePoint").newRangeQuery(order_field(between.field, between.key), low, high)


def _exists(field: str) -> Any:
    """A value of any type is there; indexes written before there were such questions answer them, too."""
    keywords = java_class("TermRangeQuery")(keyword_field(field), None, None, True, True)
    flags = terms_query(flag_field(field), [flag_term(True), flag_term(False)])
    return _joined("SHOULD", [keywords, flags, _span(Between(field, "number"))])
