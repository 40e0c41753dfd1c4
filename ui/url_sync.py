"""Keeps the address bar and the widgets of the search page in step.

The URL wins when it changed from outside: a shared link, the back button. The widgets win otherwise, and
the URL follows them. Widgets are seeded through the session state before they are drawn.
"""

import streamlit as st

from ui.state_url import PARAMETERS, SearchState, from_params, to_params

_SEEN = "url_seen"
_LAST = "last_search"
_LEFT = "left_search"


def incoming_state() -> SearchState | None:
    """Return the state the URL asks for when it changed from outside, else None."""
    params = _params()
    if params == st.session_state.get(_SEEN) and not st.session_state.get(_LEFT):
        return None
    returned = st.session_state.pop(_LEFT, False)
    st.session_state[_SEEN] = params
    if returned and not params:
        last: SearchState = st.session_state.get(_LAST, SearchState())
        return last
    return from_params(params)


def publish_state(state: SearchState) -> None:
    """Write the state into the URL; other parameters stay."""
    params = to_params(state)
    st.session_state[_LAST] = state
    if params != _params():
        others = {name: value for name, value in st.query_params.items() if name not in PARAMETERS}
        st.query_params.from_dict(others | params)
    st.session_state[_SEEN] = params


def leave_search() -> None:
    """Remember that another page was shown: its URL is not the search's, the widgets are gone."""
    st.session_state[_LEFT] = True


def _params() -> dict[str, str]:
    return {name: value for name, value in st.query_params.items() if name in PARAMETERS}
