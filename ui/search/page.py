"""The search page."""

import json
from dataclasses import replace

import streamlit as st

from search_app.engine.answer_object import answer_object
from search_app.engine.service import CollectionSummary, SearchService
from search_app.errors import SearchAppError
from search_app.records import Answer
from ui.address.search_state import MAX_LIMIT, PARAMETERS, SearchState, from_params, to_params
from ui.filters.scope import lanes_or_none, offer_of
from ui.hit.result_card import result_card
from ui.markup.html import element, show
from ui.search.answer_table import csv_text
from ui.search.answering import answer_or_say
from ui.search.result_links import document_link, result_links
from ui.search.search_controls import choices, page_picker, seed_controls, start_search
from ui.search.timings import timings
from ui.shell import messages
from ui.shell.examples import example_questions
from ui.shell.page_heading import unseen_heading
from ui.shell.query_box import query_box
from ui.shell.service import search_service, warming
from ui.shell.url_sync import incoming_params, publish_params

_CUT = "results_asked_beyond_the_most"


def render() -> None:
    """Draw the page."""
    show(unseen_heading("Search"))
    try:
        service = search_service()
        collections = {summary.name: summary for summary in service.collections()}
        if not collections:
            show(messages.no_collection())
            _await_first(service)
            return
        _search(service, collections)
    except SearchAppError as error:
        show(messages.failed(error))


@st.fragment(run_every="3s")
def _await_first(service: SearchService) -> None:
    """Draw the page anew as soon as a job has published the first collection."""
    if service.collections():
        st.rerun()


def _search(service: SearchService, collections: dict[str, CollectionSummary]) -> None:
    stray = _follow_url(service, collections)
    pressed = query_box("q")
    state = choices(offer_of(service, collections))
    if stray:
        show(messages.unknown_collection(stray, list(collections)))
        return
    state = _first_page_of_new(state)
    # An empty box in the first collection is the bare address: nothing to share, nothing to go back to.
    bare = not state.text and state.collection == next(iter(collections))
    publish_params("search", PARAMETERS, to_params(replace(state, collection="") if bare else state))
    if state.text.strip():
        st.set_page_config(page_title=f"{' '.join(state.text.split())[:80]} · search_app")
    _respond(service, collections[state.collection], state, pressed)


def _follow_url(service: SearchService, collections: dict[str, CollectionSummary]) -> str | None:
    """Seed the widgets when the URL changed from outside; returns a collection it names that is not here."""
    params = incoming_params("search", PARAMETERS)
    if params is None:
        return None
    asked = from_params(params)
    wanted = params.get("k", "").strip()
    cut = asked.limit == MAX_LIMIT and wanted.lstrip("0") != str(MAX_LIMIT)
    st.session_state[_CUT] = wanted if cut else ""
    known = asked.collection in collections
    state = asked if known else replace(asked, collection=next(iter(collections)))
    seed_controls(state, lanes_or_none(service, state.collection, state.profile))
    st.session_state["searched"] = state.without_page()
    return None if known or not asked.collection else asked.collection


def _first_page_of_new(state: SearchState) -> SearchState:
    """Go back to the first page when the search is another than before."""
    if st.session_state.get("searched") == state.without_page():
        return state
    st.session_state["searched"] = state.without_page()
    st.session_state[_CUT] = ""
    start_search(page=1)
    return replace(state, page=1)


def _respond(service: SearchService, summary: CollectionSummary, state: SearchState, again: bool) -> None:
    if summary.problem:
        show(messages.unreadable(summary.name, summary.problem))
        return
    loading = warming(summary.name, summary.generation).is_alive()
    if not state.text.strip():
        _invite(summary)
    elif inverted := _inverted(state):
        show(messages.inverted_range(*inverted))
    elif state.lanes == ():
        show(messages.no_lane())
    else:
        waiting = "Loading the models, only before the first search…" if loading else "Searching…"
        with st.spinner(waiting):
            answer = answer_or_say(service, summary, state, again)
        if answer is not None:
            _results(answer, state, service.open(summary.name, state.profile or None).lanes())


def _inverted(state: SearchState) -> tuple[str, float, float] | None:
    """Return the first range that begins after it ends: (field, from, to)."""
    for condition in state.conditions:
        low, high = condition.at_least, condition.at_most
        if low is not None and high is not None and low > high:
            return condition.field, low, high
    return None


def _invite(summary: CollectionSummary) -> None:
    show(messages.nothing_asked(summary.passages, summary.documents))
    questions = example_questions(summary.name)
    if questions:
        with st.container(horizontal=True, key="examples"):
            for number, question in enumerate(questions):
                st.button(question, key=f"example-{number}", on_click=_ask, args=(question,))


def _ask(question: str) -> None:
    st.session_state["q"] = question


def _results(answer: Answer, state: SearchState, lanes: tuple[str, ...]) -> None:
    if answer.degraded:
        show(messages.degraded(answer.degraded))
    if not answer.results:
        off = [lane for lane in lanes if state.lanes is not None and lane not in state.lanes]
        show(messages.no_results(state.text, off, filtered=bool(state.conditions)))
        return
    if asked := st.session_state.get(_CUT):
        show(messages.fewer_results(asked, MAX_LIMIT))
    show(element("h2", "Results", class_="unseen"))
    pages = -(-len(answer.results) // state.page_size)
    page = min(state.page, pages)
    first = (page - 1) * state.page_size
    shown = answer.results[first : first + state.page_size]
    show(timings(answer, first + 1, first + len(shown)))
    for rank, result in enumerate(shown, start=first + 1):
        with st.container(key=f"result-{rank}"):
            show(
                result_card(
                    result, rank, answer.rankings, link=document_link(result, state), expert=state.expert
                )
            )
            result_links(result, state, rank)
    page_picker(pages, page)
    export_buttons(answer, state.collection)


def export_buttons(answer: Answer, collection: str) -> None:
    """Draw the downloads of all results of an answer, those of other pages of the list included."""
    if not answer.results:
        return
    with st.container(horizontal=True, horizontal_alignment="right", key="export"):
        _button("CSV", "text/csv", csv_text(answer), "results.csv")
        whole = json.dumps(answer_object(answer, collection), ensure_ascii=True, indent=2)
        _button("JSON", "application/json", whole, "results.json")


def _button(kind: str, mime: str, data: str, file_name: str) -> None:
    st.download_button(
        f"Download {kind}",
        data.encode(),
        file_name,
        mime,
        key=f"download-{kind.lower()}",
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
