"""Filters in the server's terms."""

from typing import TYPE_CHECKING

from search_app.records import Condition, SearchFilter
from search_app.stores.metadata_terms import metadata_term
from search_app.stores.payload import TERMS, metadata_path

if TYPE_CHECKING:
    from qdrant_client.models import FieldCondition, Filter


def server_filter(where: SearchFilter | None) -> "Filter | None":
    """Return the client's filter, or None when there is nothing to filter by."""
    from qdrant_client.models import Filter

    if where is None or not where.conditions:
        return None
    return Filter(must=[_condition(condition) for condition in where.conditions])


def _condition(condition: Condition) -> "FieldCondition":
    from qdrant_client.models import FieldCondition, MatchAny, Range

    if condition.any_of:
        terms = [metadata_term(condition.field, value) for value in condition.any_of]
        return FieldCondition(key=TERMS, match=MatchAny(any=terms))
    bounds = Range(gte=condition.at_least, lte=condition.at_most)
    return FieldCondition(key=metadata_path(condition.field), range=bounds)
