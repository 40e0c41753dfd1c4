"""What there is to choose from, for pages that draw before anything was searched."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from search_app.engine.service import CollectionSummary, SearchService
from search_app.errors import SearchAppError
from search_app.records import Condition
from ui.filters.controls import Facets
from ui.filters.facet_counts import FieldFacet, field_facets


@dataclass(frozen=True, slots=True)
class Offer:
    """What there is to choose from.

    Attributes:
        collections: Names, at least one.
        profiles: Names, the one in force first.
        lanes: Returns the lanes a collection has under a profile.
        facets: Returns what a collection can be filtered by under given conditions.
    """

    collections: Sequence[str]
    profiles: Sequence[str]
    lanes: Callable[[str, str], Sequence[str]]
    facets: Callable[[str], Facets]


def offer_of(service: SearchService, collections: Mapping[str, CollectionSummary]) -> Offer:
    """Return what a service offers now."""
    return Offer(
        list(collections),
        service.profiles(),
        lambda name, profile: lanes_or_none(service, name, profile),
        lambda name: facets_of(collections[name]),
    )


def lanes_or_none(service: SearchService, collection: str, profile: str = "") -> tuple[str, ...]:
    """Return the lanes of a collection; one that cannot be read is reported when it is searched."""
    try:
        return service.open(collection, profile or None).lanes()
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
