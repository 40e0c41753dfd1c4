"""What can be searched, what it is made of, and whether it is in order."""

import streamlit as st

from search_app.engine.service import CollectionSummary
from search_app.errors import SearchAppError
from ui import messages
from ui.collection_card import collection_card, overview
from ui.markup import show
from ui.page_heading import unseen_heading
from ui.profile_line import profile_line
from ui.service import search_service
from ui.url_sync import incoming_params
from ui.views import search


def page() -> st.Page:
    """Return the page's entry in the navigation."""
    return st.Page(render, title="Collections", url_path="collections", icon=":material/database:")


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
    if not summaries:
        show(messages.no_collection())
        return
    show(overview(summaries))
    for number, summary in enumerate(summaries):
        _collection(summary, number)
    show(profile_line(service.profile))


def _collection(summary: CollectionSummary, number: int) -> None:
    with st.container(key=f"collection-{number}"):
        show(collection_card(summary))
        if not summary.problem:
            query = {"collection": summary.name}
            st.page_link(search.page(), label="Search in it", icon=":material/search:", query_params=query)
