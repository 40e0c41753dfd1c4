"""Why a document stands where it stands, why it is not there, and why one stands above another."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from search_app.engine.service import CollectionSummary, SearchService
from search_app.errors import SearchAppError
from search_app.records import WhyReport
from ui.address.search_state import SearchState
from ui.explain.explain_state import PARAMETERS, ExplainState, from_params, to_params
from ui.explain.why_card import comparison_card, why_card
from ui.filters.line import filter_line
from ui.markup.html import element, show
from ui.shell import messages
from ui.shell.page_heading import unseen_heading
from ui.shell.query_box import query_box
from ui.shell.service import search_service
from ui.shell.url_sync import incoming_params, publish_params

_log = logging.getLogger(__name__)
_SEARCH = "explain-search"
_SUGGESTED = 20


def render() -> None:
    """Draw the page."""
    params = incoming_params("explain", PARAMETERS)
    show(unseen_heading("Explain"))
    try:
        service = search_service()
        collections = {summary.name: summary for summary in service.collections()}
        if not collections:
            show(messages.no_collection())
            return
        if params is not None:
            _seed(from_params(params), collections)
        state = _choices(service, collections)
        publish_params("explain", PARAMETERS, to_params(state))
        _respond(service, collections[state.search.collection], state)
    except SearchAppError as error:
        show(messages.failed(error))


def _seed(state: ExplainState, collections: Mapping[str, CollectionSummary]) -> None:
    known = state.search.collection in collections
    collection = state.search.collection if known else next(iter(collections))
    st.session_state.update(
        {
            _SEARCH: state.search,
            "explain-q": state.search.text,
            "explain-collection": collection,
            "explain-doc": state.document or None,
            "explain-versus": state.versus or None,
        }
    )


def _choices(service: SearchService, collections: Mapping[str, CollectionSummary]) -> ExplainState:
    query_box("explain-q", "The question that was asked", "Explain")
    search: SearchState = st.session_state[_SEARCH]
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        collection = st.selectbox("Collection", list(collections), key="explain-collection", width=210)
        if collection != (search.collection or collection):
            search = replace(search, conditions=())  # its fields are those of another collection
        search = replace(search, text=st.session_state["explain-q"], collection=collection)
        st.session_state[_SEARCH] = search
        found = _found(service, collections[collection], search)
        document = _document("Document", "explain-doc", "choose a result, or type any id", found)
        versus = _document("Compared with", "explain-versus", "no other", found)
    if search.conditions:
        show(filter_line(search.conditions))
    return ExplainState(search, document, versus)


def _document(label: str, key: str, hint: str, found: Sequence[str]) -> str:
    chosen = st.selectbox(
        label, found, index=None, key=key, accept_new_options=True, placeholder=hint, width=280
    )
    return (chosen or "").strip()


def _found(service: SearchService, summary: CollectionSummary, state: SearchState) -> Sequence[str]:
    """Return the ids of the documents found, to choose from; none where the search itself fails."""
    if summary.problem or not state.text.strip():
        return ()
    key = (state, summary.generation)
    held = st.session_state.get("explain-found")
    if held is None or held[0] != key:
        try:
            query = replace(state.query(explain=False), limit=max(state.limit, _SUGGESTED))
            answer = service.open(summary.name, state.profile or None).search(query)
        except SearchAppError:
            return ()
        ids = dict.fromkeys(result.passage.document_id for result in answer.results)
        held = st.session_state["explain-found"] = (key, tuple(ids))
    ids_found: tuple[str, ...] = held[1]
    return ids_found


def _respond(service: SearchService, summary: CollectionSummary, state: ExplainState) -> None:
    if summary.problem:
        show(messages.unreadable(summary.name, summary.problem))
    elif not state.search.text.strip() or not state.document:
        show(messages.nothing_to_explain())
    else:
        with st.spinner("Asking every lane to any depth, and the reranker word by word…"):
            _explain(service, summary.name, state)


def _explain(service: SearchService, collection: str, state: ExplainState) -> None:
    query = state.search.query()
    profile = state.search.profile or None
    try:
        report = service.open(collection, profile).why(query, state.document, state.versus or None)
    except SearchAppError:
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is no answer
        _log.exception("explaining in %s failed", collection)
        show(messages.broken(error))
        return
    if report.degraded:
        show(messages.degraded(report.degraded))
    comparison = comparison_card(report)
    if comparison is not None:
        show(comparison)
    for each in (report, report.versus):
        if each is not None:
            _card(service, collection, state, each)


def _card(service: SearchService, collection: str, state: ExplainState, report: WhyReport) -> None:
    try:
        result = service.open(collection, state.search.profile or None).explain(state.search.query(), report)
    except SearchAppError as error:
        show(element("p", str(error), class_="invitation"))
        result = None
    show(why_card(report, result))
