"""The state of the explain page as a URL: a search and one or two documents."""

from collections.abc import Mapping
from dataclasses import dataclass

from ui.address.search_state import PARAMETERS as SEARCH_PARAMETERS
from ui.address.search_state import SearchState
from ui.address.search_state import from_params as search_from_params
from ui.address.search_state import to_params as search_to_params

PARAMETERS = (*SEARCH_PARAMETERS, "doc", "versus")


@dataclass(frozen=True, slots=True)
class ExplainState:
    """What is to be explained.

    Attributes:
        search: The search, with its lanes, profile and filter.
        document: Id of the document asked about; empty for none.
        versus: Id of a second one; empty for none.
    """

    search: SearchState = SearchState()
    document: str = ""
    versus: str = ""


def to_params(state: ExplainState) -> dict[str, str]:
    """Return the URL's parameters."""
    return search_to_params(state.search) | {"doc": state.document, "versus": state.versus}


def from_params(params: Mapping[str, str]) -> ExplainState:
    """Read a URL."""
    return ExplainState(search_from_params(params), params.get("doc", ""), params.get("versus", ""))
