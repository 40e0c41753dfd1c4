"""The whole state of a search as a URL, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search_app.records import Condition, Query, SearchFilter
from ui.filters import url as filter_url

MAX_LIMIT = 100
"""Most results the page asks for; explanations of more cost seconds and nobody pages that far."""

MAX_PAGE_SIZE = 50
_NO_LANE = "none"
_EXPERT, _SIMPLE = "expert", "simple"
_EXPERT_CHOICES = ("lanes", "rerank", "profile")
_FALSE = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class SearchState:
    """Everything that decides what the search page shows.

    Attributes:
        text: The query.
        collection: Name of the collection; empty for the first one.
        lanes: Lanes to ask; None for all of the profile, empty for none.
        limit: Number of results.
        rerank: Whether the cross-encoder reorders them.
        page_size: Results shown at once.
        page: Which page of them, counted from 1.
        profile: Name of the profile; empty for the one in force.
        conditions: Conditions on metadata that must all hold.
        expert: Whether profile, lanes, scores and ranks are shown; without it they stand at their defaults.
    """

    text: str = ""
    collection: str = ""
    lanes: tuple[str, ...] | None = None
    limit: int = 10
    rerank: bool = True
    page_size: int = 10
    page: int = 1
    profile: str = ""
    conditions: tuple[Condition, ...] = ()
    expert: bool = False

    def without_page(self) -> "SearchState":
        """Return what decides the answer, leaving out which part of it is shown and how."""
        return replace(self, page_size=10, page=1, expert=False)

    def query(self, explain: bool = True) -> Query:
        """Return the question for the engine; raises `BadInputError` when it cannot be asked."""
        where = SearchFilter(self.conditions) if self.conditions else None
        return Query(self.text, self.limit, where, self.lanes, self.rerank, explain)


PARAMETERS = ("q", "collection", "lanes", "k", "rerank", "size", "page", "profile", "where", "view")
"""Names in the URL; any other parameter is left alone."""


def to_params(state: SearchState) -> dict[str, str]:
    """Return the URL's parameters; what stands at its default is left out."""
    default = SearchState()
    params = {
        "q": state.text,
        "collection": state.collection,
        "lanes": "" if state.lanes is None else ",".join(state.lanes) or _NO_LANE,
        "k": str(state.limit) if state.limit != default.limit else "",
        "rerank": "" if state.rerank else "0",
        "size": str(state.page_size) if state.page_size != default.page_size else "",
        "page": str(state.page) if state.page != default.page else "",
        "profile": state.profile,
        "where": filter_url.to_text(state.conditions),
        "view": _EXPERT if state.expert else "",
    }
    return {name: value for name, value in params.items() if value}


def from_params(params: Mapping[str, str]) -> SearchState:
    """Read a URL; whatever cannot be read counts as its default, numbers are brought into range.

    A link that names lanes, reranking or a profile opens for experts: no choice in force is out of sight.
    """
    default = SearchState()
    limit = _number(params.get("k"), default.limit, MAX_LIMIT)
    page_size = _number(params.get("size"), default.page_size, MAX_PAGE_SIZE)
    expert = _expert(params)
    return SearchState(
        text=params.get("q", ""),
        collection=params.get("collection", "").strip(),
        lanes=_lanes(params.get("lanes", "")) if expert else None,
        limit=limit,
        rerank=not expert or params.get("rerank", "").strip().lower() not in _FALSE,
        page_size=page_size,
        page=_number(params.get("page"), default.page, -(-limit // page_size)),
        profile=params.get("profile", "").strip() if expert else "",
        conditions=filter_url.from_text(params.get("where", "")),
        expert=expert,
    )


def _expert(params: Mapping[str, str]) -> bool:
    view = params.get("view", "").strip().lower()
    chosen = any(params.get(name, "").strip() for name in _EXPERT_CHOICES)
    return view == _EXPERT or (view != _SIMPLE and chosen)


def _lanes(raw: str) -> tuple[str, ...] | None:
    if raw.strip() == _NO_LANE:
        return ()
    names = dict.fromkeys(name.strip() for name in raw.split(","))
    return tuple(name for name in names if name) or None


def _number(raw: str | None, default: int, most: int) -> int:
    try:
        return max(1, min(most, int(raw or default)))
    except ValueError:
        return default
