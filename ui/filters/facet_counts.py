"""Facets of a collection for the page, counted once per generation and filter."""

from dataclasses import dataclass

import streamlit as st

from search_app.protocols import Facets
from search_app.records import Condition, FieldType, SearchFilter
from ui.filters import url as filter_url
from ui.shell.service import search_service

MOST_FIELDS = 12
_VALUES = 200
_ALL = 100_000


@dataclass(frozen=True, slots=True)
class FieldFacet:
    """One field that can be filtered by.

    Attributes:
        name: The field.
        kind: What it holds.
        values: (value, passages), most frequent first; of a number all values, else the first 200.
    """

    name: str
    kind: FieldType
    values: tuple[tuple[str | int | float | bool, int], ...]


def field_facets(
    collection: str, generation: str, conditions: tuple[Condition, ...]
) -> tuple[FieldFacet, ...]:
    """Return the fields worth filtering by, the most telling first.

    A field whose every value stands in a passage or two, such as an address, tells nothing and is left out
    unless it is filtered by.

    Args:
        collection: Name of the collection.
        generation: Its published generation; a new one is counted anew.
        conditions: The filter in force.
    """
    kinds = search_service().open(collection).fields()
    text = filter_url.to_text(conditions)
    words = tuple(name for name, kind in kinds.items() if kind != "number")
    numbers = tuple(name for name, kind in kinds.items() if kind == "number")
    counted = _counted(collection, generation, words, text, _VALUES)
    counted = counted | _counted(collection, generation, numbers, text, _ALL)
    narrowed = {condition.field for condition in conditions}
    found = [FieldFacet(name, kind, tuple(counted[name])) for name, kind in kinds.items()]
    kept = [facet for facet in found if facet.name in narrowed or _tells(facet)]
    kept.sort(key=lambda facet: (facet.name not in narrowed, len(facet.values), facet.name))
    return tuple(kept[:MOST_FIELDS])


def _tells(facet: FieldFacet) -> bool:
    if not facet.values:
        return False
    return facet.kind == "number" or len(facet.values) <= 20 or facet.values[0][1] > 3


@st.cache_data(show_spinner=False, max_entries=256)
def _counted(collection: str, generation: str, fields: tuple[str, ...], where: str, limit: int) -> Facets:
    del generation  # part of the key only
    conditions = filter_url.from_text(where)
    kept = SearchFilter(conditions) if conditions else None
    return search_service().open(collection).facets(fields, kept, limit)
