"""Which values the metadata of the passages in reach holds, and how often."""

from collections.abc import Sequence

from search_app.protocols import Facets, VectorStore
from search_app.records import SearchFilter, fields_of


def count_facets(
    store: VectorStore,
    fields: Sequence[str],
    where: SearchFilter | None,
    limit: int,
    within: SearchFilter | None = None,
) -> Facets:
    """Count the values of each field among the passages that pass the conditions on the *other* fields.

    A field's own conditions are left out ("multi-select faceting"): whoever filters by one genre still sees
    how many passages each further genre would add.

    Args:
        store: The vectors with their payloads.
        fields: Fields to count.
        where: The filter in force, or None.
        limit: Values per field.
        within: A filter that holds for every count, a field's own included.
    """
    narrowed = set().union(*map(fields_of, where.conditions)) if where else set()
    found = store.facet([field for field in fields if field not in narrowed], limit, both(within, where))
    for field in fields:
        if field in narrowed:
            found |= store.facet([field], limit, both(within, _without(where, field)))
    return {field: found[field] for field in fields}


def both(first: SearchFilter | None, second: SearchFilter | None) -> SearchFilter | None:
    """Return the filter that holds where both do."""
    if first is None or second is None:
        return first or second
    return SearchFilter((*first.conditions, *second.conditions))


def _without(where: SearchFilter | None, field: str) -> SearchFilter | None:
    kept = tuple(entry for entry in where.conditions if fields_of(entry) != {field}) if where else ()
    return SearchFilter(kept) if kept else None
