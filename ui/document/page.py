"""A whole document, opened at one of its passages."""

import streamlit as st

from search_app.engine.document import rebuild
from search_app.errors import SearchAppError
from search_app.records import Passage
from ui.address.in_document import PARAMETERS as IN_DOCUMENT
from ui.address.search_state import PARAMETERS as SEARCH_PARAMETERS
from ui.hit.document_text import MarkedPassage, document_card
from ui.markup.html import show
from ui.shell import messages
from ui.shell.page_heading import unseen_heading
from ui.shell.pages import page
from ui.shell.service import search_service
from ui.shell.url_sync import incoming_params

PARAMETERS = (*SEARCH_PARAMETERS, "doc", "passage")


def render() -> None:
    """Draw the page."""
    incoming_params("document", PARAMETERS)
    show(unseen_heading("Document"))
    params = {name: value for name, value in st.query_params.items() if name in PARAMETERS}
    with st.container(horizontal=True, key="document-links"):
        _ways(params)
    if not params.get("doc") or not params.get("collection"):
        show(messages.no_document_named())
        return
    try:
        passages = search_service().open(params["collection"]).passages(params["doc"])
    except SearchAppError as error:
        show(messages.failed(error, "This document cannot be shown"))
        return
    document = rebuild(passages)
    st.set_page_config(page_title=f"{' '.join((document.title or document.id).split())[:80]} · search_app")
    here = _asked(passages, params.get("passage", ""))
    marks = [MarkedPassage(here.start, here.end)] if here else []
    show(document_card(document, marks, len(passages)))


def _ways(params: dict[str, str]) -> None:

    back = {name: value for name, value in params.items() if name in SEARCH_PARAMETERS}
    label = "Back to the results" if back.get("q") else "Search"
    st.page_link(page("search"), label=label, icon=":material/arrow_back:", query_params=back)
    if params.get("doc"):
        inside = {name: params[name] for name in IN_DOCUMENT if name in params}
        label = "Search inside this document"
        st.page_link(page("in_document"), label=label, icon=":material/find_in_page:", query_params=inside)


def _asked(passages: tuple[Passage, ...], number: str) -> Passage | None:
    """Return the passage a URL names by its number from 1, or None."""
    if not number.isascii() or not number.isdigit() or len(number) > 9:
        return None
    return next((passage for passage in passages if passage.ordinal == int(number) - 1), None)
