"""What a collection offers, for pages that draw before anything was searched."""

from search_app.engine.service import CollectionSummary, SearchService
from search_app.errors import SearchAppError
from search_app.records import Condition
from ui.facet_counts import FieldFacet, field_facets
from ui.filter_controls import Facets


def lanes_or_none(service: SearchService, collection: str, profile: str = "") -> tuple[str, ...]:
    """Return the lanes of a collection; one that cannot be read is reported when it is searched."""
    try:
        return service.lanes(collection, profile or None)
    except SearchAppError:
        return ()


def facets_of(summary: CollectionSummary) -> Facets:
    """Return what counts the facets of a collection; none where it cannot be read."""

    def counted(conditions: tuple[Condition, ...]) -> tuple[FieldFacet, ...]:
        if summary.problem:
            return ()
        try:
            return field_facets(summary.name, summary.generation, conditions)
        except SearchAppError:
            return ()

    return counted
