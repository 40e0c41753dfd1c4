"""Filters in the embedded engine's terms."""

from typing import Any

from search_app.records import Condition, SearchFilter
from search_app.stores.metadata_terms import metadata_term
from search_app.stores.payload import TERMS, metadata_path


def edge_filter(where: SearchFilter | None) -> Any:
    """Return a `qdrant_edge.Filter`, or None when there is nothing to filter by."""
    from qdrant_edge import Filter

    if where is None or not where.conditions:
        return None
    return Filter(must=[_condition(condition) for condition in where.conditions])


def _condition(condition: Condition) -> Any:
    from qdrant_edge import FieldCondition, MatchAny, RangeFloat

    if condition.any_of:
        terms = [metadata_term(condition.field, value) for value in condition.any_of]
        return FieldCondition(TERMS, match=MatchAny(terms))
    bounds = RangeFloat(gte=condition.at_least, lte=condition.at_most)
    return FieldCondition(metadata_path(condition.field), range=bounds)
