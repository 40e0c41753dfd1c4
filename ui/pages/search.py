"""The search page."""

import logging
from dataclasses import replace
from pathlib import Path

import streamlit as st

from search_app.engine.service import CollectionSummary, SearchService
from search_app.errors import SearchAppError
from search_app.records import Answer, Query
from ui import messages
from ui.examples import example_questions
from ui.markup import run_script, show
from ui.page_heading import unseen_heading
from ui.result_card import result_card
from ui.search_controls import choices, page_picker, query_box, seed_controls, start_search
from ui.service import search_service, warming
from ui.state_url import SearchState
from ui.timings import timings
from ui.url_sync import incoming_state, publish_state

_log = logging.getLogger(__name__)
_KEYBOARD = Path(__file__).resolve().parent.parent / "keyboard.js"
_HELD = "held_answer"


def page() -> st.Page:
    """Return the page's entry in the navigation."""
    return st.Page(render, title="Search", url_path="search", icon=":material/search:", default=True)


def render() -> None:
    """Draw the page."""
    show(unseen_heading("Search"))
    try:
        service = search_service()
        collections = {summary.name: summary for summary in service.collections()}
        if not collections:
            show(messages.no_collection())
            return
        _search(service, collections)
    except SearchAppError as error:
        show(messages.failed(error))


def _search(service: SearchService, collections: dict[str, CollectionSummary]) -> None:
    stray = _follow_url(service, collections)
    pressed = query_box()
    state = choices(list(collections), lambda name: _lanes(service, name))
    run_script(_KEYBOARD)
    if stray:
        show(messages.unknown_collection(stray, list(collections)))
        return
    state = _first_page_of_new(state)
    publish_state(state)
    if state.text.strip():
        st.set_page_config(page_title=f"{' '.join(state.text.split())[:80]} · search_app")
    _respond(service, collections[state.collection], state, pressed)


def _follow_url(service: SearchService, collections: dict[str, CollectionSummary]) -> str | None:
    """Seed the widgets when the URL changed from outside; returns a collection it names that is not here."""
    asked = incoming_state()
    if asked is None:
        return None
    known = asked.collection in collections
    state = asked if known else replace(asked, collection=next(iter(collections)))
    seed_controls(state, _lanes(service, state.collection))
    st.session_state["searched"] = _identity(state)
    return None if known or not asked.collection else asked.collection


def _lanes(service: SearchService, collection: str) -> tuple[str, ...]:
    """Return the lanes of a collection; one that cannot be read is reported when it is searched."""
    try:
        return service.lanes(collection)
    except SearchAppError:
        return ()


def _identity(state: SearchState) -> SearchState:
    return replace(state, page=1, page_size=1)


def _first_page_of_new(state: SearchState) -> SearchState:
    """Go back to the first page when the search is another than before."""
    if st.session_state.get("searched") == _identity(state):
        return state
    st.session_state["searched"] = _identity(state)
    start_search(page=1)
    return replace(state, page=1)


def _respond(service: SearchService, summary: CollectionSummary, state: SearchState, again: bool) -> None:
    if summary.problem:
        show(messages.unreadable(summary.name, summary.problem))
        return
    loading = warming(summary.name, summary.generation).is_alive()
    if not state.text.strip():
        _invite(summary)
    elif state.lanes == ():
        show(messages.no_lane())
    else:
        waiting = "Loading the models, only before the first search…" if loading else "Searching…"
        with st.spinner(waiting):
            answer = _answer(service, summary, state, again)
        if answer is not None:
            _results(answer, state, service.lanes(summary.name))


def _invite(summary: CollectionSummary) -> None:
    show(messages.nothing_asked(summary.passages, summary.documents))
    questions = example_questions(summary.name)
    if questions:
        with st.container(horizontal=True, key="examples"):
            for number, question in enumerate(questions):
                st.button(question, key=f"example-{number}", on_click=_ask, args=(question,))


def _ask(question: str) -> None:
    st.session_state["q"] = question


def _answer(
    service: SearchService, summary: CollectionSummary, state: SearchState, again: bool
) -> Answer | None:
    """Search, or return the answer held from the run before when only the page was turned."""
    key = (_identity(state), summary.generation)
    held_key, held = st.session_state.get(_HELD, (None, None))
    if key == held_key and not again:
        return held
    try:
        query = Query(state.text, limit=state.limit, lanes=state.lanes, rerank=state.rerank)
        answer = service.search(summary.name, query)
    except SearchAppError as error:
        show(messages.failed(error))
        return None
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is no answer
        _log.exception("search in %s failed", summary.name)
        show(messages.broken(error))
        return None
    # An incomplete answer is asked for again on the next run: what was missing may be back.
    st.session_state[_HELD] = (None, None) if answer.degraded else (key, answer)
    return answer


def _results(answer: Answer, state: SearchState, lanes: tuple[str, ...]) -> None:
    if answer.degraded:
        show(messages.degraded(answer.degraded))
    if not answer.results:
        off = [lane for lane in lanes if state.lanes is not None and lane not in state.lanes]
        show(messages.no_results(state.text, off))
        return
    pages = -(-len(answer.results) // state.page_size)
    page = min(state.page, pages)
    first = (page - 1) * state.page_size
    shown = answer.results[first : first + state.page_size]
    show(timings(answer, first + 1, first + len(shown)))
    for rank, result in enumerate(shown, start=first + 1):
        show(result_card(result, rank, answer.rankings, opened=rank == first + 1))
    page_picker(pages, page)
