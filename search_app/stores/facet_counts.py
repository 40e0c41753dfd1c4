"""From counted terms to counted values by field."""

from collections.abc import Iterable, Sequence

from search_app.protocols.vector_store import Facets
from search_app.stores.metadata_terms import read_term

MOST_TERMS = 100_000
"""Terms asked of the engine at most: they come most frequent first, all fields together."""


def facet_counts(counted: Iterable[tuple[str, int]], fields: Sequence[str], limit: int) -> Facets:
    """Return the `limit` most frequent values of each field, equal counts by value.

    Args:
        counted: (term, passages that hold it), see `metadata_terms`.
        fields: Fields wanted.
        limit: Values per field.
    """
    found: Facets = {field: [] for field in fields}
    for term, count in counted:
        entry = read_term(term)
        if entry is not None and entry[0] in found:
            found[entry[0]].append((entry[1], count))
    for values in found.values():
        values.sort(key=lambda entry: (-entry[1], str(entry[0])))
    return {field: values[:limit] for field, values in found.items()}
