"""The state of the compare page as a URL, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from search_app.records import Condition, Query, SearchFilter
from ui.filters import url as filter_url

PARAMETERS = ("q", "collection", "profile", "with", "k", "where")
ROWS = (10, 20, 30)
STAGES = ""
_PROFILE, _COLLECTION = "profile:", "collection:"


@dataclass(frozen=True, slots=True)
class CompareState:
    """What is compared.

    Attributes:
        text: The query.
        collection: Name of the collection; empty for the first one.
        profile: Name of the profile; empty for the one in force.
        against: `STAGES` for the stages of one search, "profile:NAME" or "collection:NAME" for another list.
        rows: Entries per list.
        conditions: Conditions on metadata.
    """

    text: str = ""
    collection: str = ""
    profile: str = ""
    against: str = STAGES
    rows: int = ROWS[0]
    conditions: tuple[Condition, ...] = ()

    def query(self) -> Query:
        """Return the question; raises `BadInputError` when it cannot be asked."""
        where = SearchFilter(self.conditions) if self.conditions else None
        return Query(self.text, self.rows, where, explain=False)

    def other(self) -> "CompareState":
        """Return what stands on the other side."""
        if self.against.startswith(_PROFILE):
            return replace(self, profile=self.against.removeprefix(_PROFILE), against=STAGES)
        return replace(self, collection=self.against.removeprefix(_COLLECTION), against=STAGES)


def choices(
    collections: list[str], profiles: tuple[str, ...], collection: str, profile: str
) -> dict[str, str]:
    """Return what a search can be compared with: {`CompareState.against`: label}."""
    own = profile or profiles[0]
    others = {f"{_PROFILE}{name}": f"profile {name}" for name in profiles if name != own}
    elsewhere = {f"{_COLLECTION}{name}": f"collection {name}" for name in collections if name != collection}
    return {STAGES: "its own stages"} | others | elsewhere


def to_params(state: CompareState) -> dict[str, str]:
    """Return the URL's parameters; what stands at its default is empty."""
    return {
        "q": state.text,
        "collection": state.collection,
        "profile": state.profile,
        "with": state.against,
        "k": str(state.rows) if state.rows != ROWS[0] else "",
        "where": filter_url.to_text(state.conditions),
    }


def from_params(params: Mapping[str, str]) -> CompareState:
    """Read a URL; whatever cannot be read counts as its default."""
    rows = params.get("k", "")
    return CompareState(
        params.get("q", ""),
        params.get("collection", "").strip(),
        params.get("profile", "").strip(),
        params.get("with", "").strip(),
        int(rows) if rows in map(str, ROWS) else ROWS[0],
        filter_url.from_text(params.get("where", "")),
    )
