"""Filters in the server's terms."""

from math import inf
from sys import float_info
from typing import TYPE_CHECKING

from search_app.filters.plan import Between, Every, Exists, Inverse, Some, Terms, Test, plan_filter
from search_app.records import SearchFilter
from search_app.stores.metadata_terms import metadata_term
from search_app.stores.payload import TERMS, metadata_path, order_path

if TYPE_CHECKING:
    from qdrant_client.models import Condition, Filter, Range


def server_filter(where: SearchFilter | None) -> "Filter | None":
    """Return the client's filter, or None when there is nothing to filter by."""
    from qdrant_client.models import Filter

    tests = plan_filter(where)
    return Filter(must=list(map(_condition, tests))) if tests else None


def _condition(test: Test) -> "Condition":
    from qdrant_client.models import (
        FieldCondition,
        Filter,
        HasIdCondition,
        IsEmptyCondition,
        MatchAny,
        PayloadField,
    )

    match test:
        case Terms(field, values):
            terms = [metadata_term(field, value) for value in values]
            return FieldCondition(key=TERMS, match=MatchAny(any=terms))
        case Between():
            return FieldCondition(key=order_path(test.field, test.key), range=_range(test))
        case Exists(field):
            empty = IsEmptyCondition(is_empty=PayloadField(key=metadata_path(field)))
            return Filter(must_not=[empty])
        case Every(parts):
            return Filter(must=list(map(_condition, parts)))
        case Some(parts):
            # Nothing passes what has no alternative.
            return Filter(should=list(map(_condition, parts))) if parts else HasIdCondition(has_id=[])
        case Inverse(part):
            return Filter(must_not=[_condition(part)])


def _range(between: Between) -> "Range":
    from qdrant_client.models import Range

    # JSON has no infinities; past the largest number there is nothing either way.
    low = None if between.low == -inf else min(between.low, float_info.max)
    high = None if between.high == inf else max(between.high, -float_info.max)
    return Range(
        gt=low if between.low_open else None,
        gte=None if between.low_open else low,
        lt=high if between.high_open else None,
        lte=None if between.high_open else high,
    )
