"""The query box and the choices around it."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from ui.address.search_state import SearchState
from ui.filters.controls import active_filters, filters, seed_filters
from ui.filters.scope import Offer
from ui.shell.stage_names import stage_name

_LIMITS = (10, 20, 50, 100)
_PAGE_SIZES = (5, 10, 20, 50)
SEARCH_NUMBER = "search_number"


def seed_controls(state: SearchState, lanes: Sequence[str]) -> None:
    """Set the widgets to a state from outside; must run before they are drawn.

    Args:
        state: What to show; its collection exists.
        lanes: Lanes of that collection; others the state names are dropped.
    """
    asked = lanes if state.lanes is None else [lane for lane in lanes if lane in state.lanes]
    if state.lanes and not asked:
        asked = lanes
    st.session_state.update(
        q=state.text,
        collection=state.collection,
        lanes=list(asked),
        rerank=state.rerank,
        limit=state.limit,
        page_size=state.page_size,
        profile=state.profile,
        expert=state.expert,
    )
    seed_filters(state.conditions, state.collection)
    start_search(state.page)


def choices(offer: Offer) -> SearchState:
    """Draw the choices and return the state all widgets hold now."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        collection = st.selectbox("Collection", offer.collections, key="collection", width=160)
        state = SearchState(collection=collection, limit=_limit_held(), page_size=_page_size_held())
        if st.session_state.get("expert", False):
            state = _expert_choices(offer, state)
        else:
            _forget_expert_choices()
        conditions = filters(offer.facets(collection), collection)
        expert = st.toggle(
            "Expert",
            key="expert",
            help="Show profile, lanes, reranking, scores and ranks. Without it they stand at their defaults.",
        )
    active_filters(conditions, collection)
    page = st.session_state.get("page", 1)
    return replace(state, text=st.session_state.q, page=page, conditions=conditions, expert=expert)


def _expert_choices(offer: Offer, state: SearchState) -> SearchState:
    profile = _profile(offer.profiles)
    lanes = offer.lanes(state.collection, profile)
    chosen = _lane_pills(lanes)
    limit = st.selectbox("Results", _with(_LIMITS, "limit"), key="limit", width=80)
    page_size = _page_size(limit)
    rerank = st.toggle(
        "Rerank",
        key="rerank",
        help="A model reads the question with each of the best passages. Slower, better.",
    )
    asked = None if set(chosen) == set(lanes) else tuple(chosen)
    return replace(state, lanes=asked, limit=limit, rerank=rerank, page_size=page_size, profile=profile)


def _forget_expert_choices() -> None:
    """Put what is out of sight at its default; numbers are held, for a widget not drawn loses its value."""
    st.session_state.pop("lanes", None)
    st.session_state["rerank"] = True
    st.session_state["profile"] = ""
    st.session_state["limit"] = _limit_held()
    st.session_state["page_size"] = _page_size_held()


def _limit_held() -> int:
    held: int = st.session_state.get("limit", SearchState().limit)
    return held


def _page_size_held() -> int:
    held: int = st.session_state.get("page_size", SearchState().page_size)
    return held


def _profile(profiles: Sequence[str]) -> str:
    """Draw the choice of a profile where there are several; returns "" for the one in force."""
    if len(profiles) == 1:
        return ""
    held = st.session_state.get("profile") or profiles[0]
    st.session_state["profile"] = held if held in profiles else profiles[0]
    chosen = st.selectbox(
        "Profile",
        profiles,
        key="profile",
        width=118,
        help="How lanes are asked, fused and reranked; `search-app tune` learns new ones.",
    )
    return "" if chosen == profiles[0] else chosen


def _page_size(limit: int) -> int:
    usual = SearchState().page_size
    if limit > usual or _page_size_held() != usual:
        st.selectbox("Per page", _with(_PAGE_SIZES, "page_size"), key="page_size", width=100)
    return _page_size_held()


def page_picker(pages: int, page: int) -> None:
    """Draw the page numbers under the results.

    The widget is a new one for every search: a held one would keep the page of the search before.
    """
    if pages == 1:
        return
    key = f"page-picker-{st.session_state.get(SEARCH_NUMBER, 0)}-{pages}"
    with st.container(horizontal_alignment="center", key="pages"):
        st.pagination(pages, default=page, key=key, on_change=_turn, args=(key,))


def start_search(page: int) -> None:
    """Note that another search begins, on this page of its results."""
    st.session_state[SEARCH_NUMBER] = st.session_state.get(SEARCH_NUMBER, 0) + 1
    st.session_state["page"] = page


def _turn(key: str) -> None:
    st.session_state["page"] = st.session_state[key]


def _lane_pills(lanes: Sequence[str]) -> list[str]:
    held = [lane for lane in st.session_state.get("lanes", lanes) if lane in lanes]
    st.session_state["lanes"] = held
    chosen = st.pills(
        "Lanes",
        lanes,
        selection_mode="multi",
        key="lanes",
        format_func=lambda lane: stage_name(lane).label,
        help="  \n".join(f"{stage_name(lane).label}: {stage_name(lane).meaning}" for lane in lanes),
    )
    return [lane for lane in lanes if lane in (chosen or ())]


def _with(offered: Sequence[int], key: str) -> list[int]:
    """Add the value a URL asked for to those offered."""
    return sorted({*offered, st.session_state.get(key, offered[0])})
