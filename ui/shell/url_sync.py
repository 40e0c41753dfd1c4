"""Keeps the address bar and the widgets of a page in step.

The URL wins when it changed from outside: a shared link, the back button. The widgets win otherwise, and
the URL follows them. Widgets are seeded through the session state before they are drawn. Whoever comes
back to a page by the navigation finds it as it was left, with the question asked last on any page.
"""

from collections.abc import Collection, Mapping

import streamlit as st

_HELD = "held_params"
_HERE = "page_shown"
_LAST = "last_question"
_SHARED = ("q", "collection")
_BOUND = ("page", "doc", "versus")
"""What belongs to one question."""
_FIELDS = ("where",)
"""What belongs to one collection."""


def incoming_params(page: str, names: Collection[str]) -> dict[str, str] | None:
    """Return the parameters a page has to take over because it was just opened or its URL changed, else None.

    Must be called once in every run of every page.

    Args:
        page: Name of the page.
        names: Parameters that are its own.
    """
    arrived = st.session_state.get(_HERE) != page
    st.session_state[_HERE] = page
    params = _params(names)
    held = _held().get(page)
    if not arrived and params == held:
        return None
    taken = _carried(held or {}, names) if arrived and not params else params
    _held()[page] = taken
    return taken


def publish_params(page: str, names: Collection[str], params: Mapping[str, str]) -> None:
    """Write a page's state into the URL; empty values are left out, other parameters stay."""
    wanted = {name: value for name, value in params.items() if value}
    if wanted != _params(names):
        others = {name: value for name, value in st.query_params.items() if name not in names}
        st.query_params.from_dict(others | wanted)
    _held()[page] = wanted
    st.session_state[_LAST] = {name: wanted.get(name, "") for name in _SHARED if name in names}


def _carried(held: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Return a page as it was left, with the question and the collection of the page one comes from."""
    last: dict[str, str] = st.session_state.get(_LAST, {})
    if not last.get("q"):
        return dict(held)
    shared = {name: value for name, value in last.items() if name in names}
    if all(held.get(name, "") == value for name, value in shared.items()):
        return dict(held)
    stale = _BOUND if held.get("collection", "") == shared.get("collection", "") else (*_BOUND, *_FIELDS)
    kept = {name: value for name, value in held.items() if name not in stale}
    return {name: value for name, value in (kept | shared).items() if value}


def _held() -> dict[str, dict[str, str]]:
    held: dict[str, dict[str, str]] = st.session_state.setdefault(_HELD, {})
    return held


def _params(names: Collection[str]) -> dict[str, str]:
    return {name: value for name, value in st.query_params.items() if name in names}
