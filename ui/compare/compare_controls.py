"""The query box and the choices of the compare page."""

import streamlit as st

from ui.compare import compare_state
from ui.compare.compare_state import ROWS, CompareState
from ui.filters.controls import active_filters, filters, seed_filters
from ui.filters.scope import Offer
from ui.shell.query_box import query_box


def seed_controls(state: CompareState) -> None:
    """Set the widgets to a state from outside; must run before they are drawn."""
    st.session_state.update(
        {
            "compare-q": state.text,
            "compare-collection": state.collection,
            "compare-profile": state.profile,
            "compare-against": state.against,
            "compare-rows": state.rows,
        }
    )
    seed_filters(state.conditions, _scope(state.collection))


def choices(offer: Offer) -> CompareState:
    """Draw box and choices and return the state all widgets hold now."""
    query_box("compare-q")
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        collection = st.selectbox("Collection", offer.collections, key="compare-collection", width=210)
        profile = _profile(offer)
        against = _against(offer, collection, profile)
        rows = st.selectbox("Rows", ROWS, key="compare-rows", width=90)
        conditions = filters(offer.facets(collection), _scope(collection))
    active_filters(conditions, _scope(collection))
    return CompareState(st.session_state["compare-q"], collection, profile, against, rows, conditions)


def _profile(offer: Offer) -> str:
    first = offer.profiles[0]
    if len(offer.profiles) == 1:
        return ""
    held = st.session_state.get("compare-profile") or first
    st.session_state["compare-profile"] = held if held in offer.profiles else first
    chosen = st.selectbox("Profile", offer.profiles, key="compare-profile", width=160)
    return "" if chosen == first else chosen


def _against(offer: Offer, collection: str, profile: str) -> str:
    labels = compare_state.choices(list(offer.collections), tuple(offer.profiles), collection, profile)
    held = st.session_state.get("compare-against", "")
    st.session_state["compare-against"] = held if held in labels else compare_state.STAGES
    chosen: str = st.selectbox(
        "Compare with",
        list(labels),
        key="compare-against",
        format_func=labels.__getitem__,
        width=240,
        help="Its own stages: each lane, the fused list and the reranked one; or the list of another profile "
        "or collection.",
    )
    return chosen


def _scope(collection: str) -> str:
    return f"compare-{collection}"
