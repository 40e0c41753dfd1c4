"""The same question side by side: through every stage, under two profiles, in two collections."""

from dataclasses import replace

import streamlit as st

from search_app.engine.service import CollectionSummary, SearchService
from search_app.engine.stage_lists import StageList
from search_app.errors import SearchAppError
from search_app.records import Answer
from ui.compare.columns import Column, columns
from ui.compare.compare_controls import choices, seed_controls
from ui.compare.compare_state import PARAMETERS, STAGES, CompareState, from_params, to_params
from ui.filters.scope import offer_of
from ui.markup.html import Html, element, isolated, show
from ui.shell import messages
from ui.shell.examples import example_questions
from ui.shell.page_heading import unseen_heading
from ui.shell.service import search_service
from ui.shell.tooltip import explained
from ui.shell.url_sync import incoming_params, publish_params


def render() -> None:
    """Draw the page."""
    params = incoming_params("compare", PARAMETERS)
    show(unseen_heading("Compare"))
    try:
        service = search_service()
        collections = {summary.name: summary for summary in service.collections()}
        if not collections:
            show(messages.no_collection())
            return
        if params is not None:
            _seed(params, collections)
        state = choices(offer_of(service, collections))
        bare = not state.text and state.collection == next(iter(collections))
        publish_params("compare", PARAMETERS, to_params(replace(state, collection="") if bare else state))
        _respond(service, state, collections)
    except SearchAppError as error:
        show(messages.failed(error))


def _seed(params: dict[str, str], collections: dict[str, CollectionSummary]) -> None:
    asked = from_params(params)
    known = asked.collection in collections
    seed_controls(asked if known else replace(asked, collection=next(iter(collections))))


def _respond(service: SearchService, state: CompareState, collections: dict[str, CollectionSummary]) -> None:
    if not state.text.strip():
        show(messages.nothing_compared(example_questions(state.collection)))
        return
    for name in dict.fromkeys((state.collection, state.other().collection)):
        problem = collections[name].problem if name in collections else None
        if problem:
            show(messages.unreadable(name, problem))
            return
    with st.spinner("Searching…"):
        if state.against == STAGES:
            _show_stages(*_ask(service, state))
        else:
            _show_two(service, state)


def _ask(service: SearchService, state: CompareState) -> tuple[Answer, tuple[StageList, ...]]:
    return service.open(state.collection, state.profile or None).stages(state.query())


def _show_stages(answer: Answer, lists: tuple[StageList, ...]) -> None:
    if answer.degraded:
        show(messages.degraded(answer.degraded))
    show(columns([Column(explained(entry.stage), entry.entries) for entry in lists]))


def _show_two(service: SearchService, state: CompareState) -> None:
    sides: list[Column] = []
    for side in (state, state.other()):
        answer, lists = _ask(service, side)
        if answer.degraded:
            show(messages.degraded(answer.degraded))
        sides.append(Column(_heading(service, side), lists[-1].entries))
    show(_overlap(sides[0], sides[1]))
    show(columns(sides))


def _heading(service: SearchService, side: CompareState) -> Html:
    profile = side.profile or service.profile.name
    return element(
        "span", isolated(side.collection), element("span", f" · profile {profile}", class_="quiet")
    )


def _overlap(left: Column, right: Column) -> Html:
    ids = [{passage.id for passage, _ in side.entries} for side in (left, right)]
    shared = len(ids[0] & ids[1])
    text = f"{shared} of {max(map(len, ids))} in both lists; {len(ids[0]) - shared} only left, "
    return element("p", f"{text}{len(ids[1]) - shared} only right.", class_="invitation")
