"""What can be searched, what it is made of, whether it is in order; and how to add to it."""

import streamlit as st

from search_app.collections.disk_size import disk_bytes
from search_app.engine.service import CollectionSummary, SearchService
from search_app.errors import SearchAppError
from ui.catalog.collection_card import Contents, collection_card, overview
from ui.catalog.job_list import job_list
from ui.catalog.profile_line import profile_line
from ui.jobs.job_board import job_board
from ui.jobs.upload_form import upload_form
from ui.markup.html import show
from ui.shell import messages
from ui.shell.page_heading import unseen_heading
from ui.shell.pages import page
from ui.shell.service import search_service
from ui.shell.url_sync import incoming_params


def render() -> None:
    """Draw the page."""
    incoming_params("collections", ())
    show(unseen_heading("Collections"))
    try:
        service = search_service()
        summaries = service.collections()
    except SearchAppError as error:
        show(messages.failed(error))
        return
    upload_form([summary.name for summary in summaries])
    job_list()
    if not summaries:
        show(messages.no_collection())
        return
    show(overview(summaries))
    for number, summary in enumerate(summaries):
        _collection(service, summary, number)
    for name in service.profiles():
        _profile(service, name)


def _collection(service: SearchService, summary: CollectionSummary, number: int) -> None:
    with st.container(key=f"collection-{number}"):
        show(collection_card(summary, _contents(service, summary)))
        if summary.problem:
            return
        with st.container(horizontal=True, vertical_alignment="center", key=f"collection-links-{number}"):
            query = {"collection": summary.name}
            st.page_link(page("search"), label="Search in it", icon=":material/search:", query_params=query)
            st.button(
                "Verify",
                key=f"verify-{number}",
                type="tertiary",
                icon=":material/fact_check:",
                help="Compares the lanes entry by entry, in a process of its own.",
                on_click=_verify,
                args=(summary.name,),
            )


def _verify(name: str) -> None:
    job_board().verify(name)


def _contents(service: SearchService, summary: CollectionSummary) -> Contents | None:
    if summary.problem:
        return None
    try:
        generation = service.open(summary.name).generation()
        return _read_contents(generation.id, summary.name)
    except (SearchAppError, OSError):
        return None  # a job has just replaced it; the next run of the page reads the new one


@st.cache_data(show_spinner=False, max_entries=64)
def _read_contents(generation_id: str, name: str) -> Contents:
    del generation_id  # part of the key only
    generation = search_service().open(name).generation()
    manifest = generation.manifest
    return Contents(disk_bytes(generation.path), manifest.store.kind, dict(manifest.fields), manifest.sources)


def _profile(service: SearchService, name: str) -> None:
    try:
        show(profile_line(service.profile_named(name)))
    except SearchAppError as error:
        show(messages.failed(error, "This profile cannot be used"))
