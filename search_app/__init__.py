"""Hybrid search that explains itself: dense, learned sparse and BM25 lanes, fused and reranked.

    from search_app import Query, SearchService, read_settings

    with SearchService(read_settings()) as service:
        answer = service.search("notes", Query("how did we fix the timeout"))

The names below load with their first use, so that `import search_app` costs nothing. What it does at once is
to switch telemetry off, because whatever is imported after it may load what reports.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from search_app import telemetry

__version__ = "0.1.0"

telemetry.switch_off()

if TYPE_CHECKING:
    from search_app.engine.answer_object import answer_object
    from search_app.engine.service import SearchService
    from search_app.errors import SearchAppError
    from search_app.filters.language import parse_filter
    from search_app.records import Answer, Condition, Query, Result, SearchFilter
    from search_app.settings import Settings, read_settings

_HOMES = {
    "Answer": "search_app.records",
    "Condition": "search_app.records",
    "Query": "search_app.records",
    "Result": "search_app.records",
    "SearchAppError": "search_app.errors",
    "SearchFilter": "search_app.records",
    "SearchService": "search_app.engine.service",
    "Settings": "search_app.settings",
    "answer_object": "search_app.engine.answer_object",
    "parse_filter": "search_app.filters.language",
    "read_settings": "search_app.settings",
}

__all__ = [
    "Answer",
    "Condition",
    "Query",
    "Result",
    "SearchAppError",
    "SearchFilter",
    "SearchService",
    "Settings",
    "answer_object",
    "parse_filter",
    "read_settings",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
