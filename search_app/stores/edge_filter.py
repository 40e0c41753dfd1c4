"""Filters in the embedded engine's terms."""

from typing import Any

from search_app.filters.plan import Between, Every, Exists, Inverse, Some, Terms, Test, plan_filter
from search_app.records import SearchFilter
from search_app.stores.metadata_terms import metadata_term
from search_app.stores.payload import TERMS, metadata_path, order_path


def edge_filter(where: SearchFilter | None) -> Any:
    """Return a `qdrant_edge.Filter`, or None when there is nothing to filter by."""
    from qdrant_edge import Filter

    tests = plan_filter(where)
    return Filter(must=list(map(_condition, tests))) if tests else None


def _condition(test: Test) -> Any:
    from qdrant_edge import FieldCondition, Filter, HasIdCondition, IsEmptyCondition, MatchAny, RangeFloat

    match test:
        case Terms(field, values):
            return FieldCondition(TERMS, match=MatchAny([metadata_term(field, value) for value in values]))
        case Between():
            low = {"gt" if test.low_open else "gte": test.low}
            high = {"lt" if test.high_open else "lte": test.high}
            return FieldCondition(order_path(test.field, test.key), range=RangeFloat(**low, **high))
        case Exists(field):
            return Filter(must_not=[IsEmptyCondition(metadata_path(field))])
        case Every(parts):
            return Filter(must=list(map(_condition, parts)))
        case Some(parts):
            # Nothing passes what has no alternative.
            return Filter(should=list(map(_condition, parts))) if parts else HasIdCondition(set())
        case Inverse(part):
            return Filter(must_not=[_condition(part)])
