"""Where one can go from a result."""

import streamlit as st

from search_app.records import Result
from ui.address.search_state import SearchState, to_params
from ui.shell.pages import page


def document_link(result: Result, state: SearchState) -> dict[str, str]:
    """Return the parameters of the document page that shows a result where it stands."""
    return _params(result, state) | {"passage": str(result.passage.ordinal + 1)}


def result_links(result: Result, state: SearchState, rank: int) -> None:
    """Draw the links under a result.

    Args:
        result: The result.
        state: The search it belongs to; the page that opens leads back to it.
        rank: Its position, for the widgets' keys.
    """
    opened, params = document_link(result, state), _params(result, state)
    with st.container(horizontal=True, key=f"links-{rank}"):
        st.page_link(page("document"), label="Open document", icon=":material/article:", query_params=opened)
        st.page_link(page("explain"), label="Explain", icon=":material/help_center:", query_params=params)


def _params(result: Result, state: SearchState) -> dict[str, str]:
    return to_params(state) | {"collection": state.collection, "doc": result.passage.document_id}
