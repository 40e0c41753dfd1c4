"""Searching inside one document: uploaded here, or opened from a collection."""

import logging
import tempfile
from pathlib import Path

import streamlit as st

from search_app.engine.service import SearchService
from search_app.errors import BadInputError, SearchAppError
from search_app.in_document import InDocumentHit
from search_app.parsing import MEDIA_TYPES, ParseLimits, parse_file
from search_app.records import Document
from ui.address.in_document import PARAMETERS
from ui.hit.document_text import document_card
from ui.in_document.in_document_hits import hit_list, hit_marks
from ui.jobs.upload import Upload
from ui.markup.html import show
from ui.shell import messages
from ui.shell.page_heading import unseen_heading
from ui.shell.query_box import query_box
from ui.shell.service import search_service
from ui.shell.url_sync import incoming_params, publish_params

_log = logging.getLogger(__name__)
_DOCUMENT, _HITS, _STORED = "in-document", "in-document-hits", "in-document-stored"
_NOTES = "in-document-notes"
_LIMIT = 5


def render() -> None:
    """Draw the page."""
    params = incoming_params("in-document", PARAMETERS)
    show(unseen_heading("In a document"))
    try:
        service = search_service()
        if params is not None:
            _open(service, params)
        document = _document()
        if document is None:
            show(messages.no_document_chosen())
            return
        query_box("in-document-q", "What do you look for in this document?")
        question = st.session_state["in-document-q"]
        publish_params("in-document", PARAMETERS, st.session_state.get(_STORED, {}) | {"q": question})
        _answer(service, document, question)
    except SearchAppError as error:
        show(messages.failed(error, "This document cannot be searched"))


def _open(service: SearchService, params: dict[str, str]) -> None:
    """Take over what the URL names: a question, and a document of a collection."""
    st.session_state["in-document-q"] = params.get("q", "")
    stored = {name: params[name] for name in ("collection", "doc") if params.get(name)}
    if len(stored) == 2 and stored != st.session_state.get(_STORED):
        _hold(service.open(stored["collection"]).document(stored["doc"]), stored)


def _hold(document: Document | None, stored: dict[str, str], notes: tuple[str, ...] = ()) -> None:
    st.session_state[_DOCUMENT], st.session_state[_STORED] = document, stored
    st.session_state[_NOTES] = notes
    st.session_state.pop(_HITS, None)


def _document() -> Document | None:
    """Return the document in hand; draws the upload while there is none, and a way to another one."""
    held: Document | None = st.session_state.get(_DOCUMENT)
    if held is None:
        _upload()
        return None
    st.button(
        "Another document", icon=":material/upload_file:", type="tertiary", on_click=_hold, args=(None, {})
    )
    if notes := st.session_state.get(_NOTES):
        show(messages.read_with_notes(notes))
    return held


def _upload() -> None:
    upload: Upload | None = st.file_uploader(
        "A document", [kind.removeprefix(".") for kind in KINDS], key="in-document-file"
    )
    if upload is None:
        return
    with st.spinner("Reading the file…"):
        document, notes = read_upload(upload)
    _hold(document, {}, notes)
    st.session_state.setdefault("in-document-q", "")
    st.rerun()


def _answer(service: SearchService, document: Document, question: str) -> None:
    hits = _search(service, document, question) if question.strip() else ()
    if hits is None:
        return
    if hits:
        show(hit_list(hits))
    show(document_card(document, hit_marks(hits)))


def _search(service: SearchService, document: Document, question: str) -> tuple[InDocumentHit, ...] | None:
    """Search, or return the hits held from the run before; None when it failed, which is shown."""
    held = st.session_state.get(_HITS)
    if held is not None and held[0] == (document.id, question):
        found: tuple[InDocumentHit, ...] = held[1]
        return found
    bar = st.progress(0.0, "Reading the document with the question in mind…")
    try:
        hits = service.in_document(document, question, _LIMIT, lambda done, of: _tell(bar, done, of))
    except SearchAppError:
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is no answer
        _log.exception("searching in a document failed")
        show(messages.broken(error))
        return None
    finally:
        bar.empty()
    st.session_state[_HITS] = ((document.id, question), hits)
    return hits


def _tell(bar: "st.delta_generator.DeltaGenerator", done: int, of: int) -> None:
    bar.progress(done / of, f"{done:,} of {of:,} passages read")


KINDS = tuple(MEDIA_TYPES)
_LIMITS = ParseLimits(file_bytes=50_000_000, text_characters=5_000_000, cpu_seconds=30, wall_seconds=60.0)


def read_upload(upload: Upload) -> tuple[Document, tuple[str, ...]]:
    """Parse a file in the limited process of `search_app.parsing`; its id is its name.

    Returns:
        The document, and sentences on what was guessed, damaged or left out.

    Raises:
        BadInputError: In one sentence: no such kind, damaged, or over a limit.
    """
    suffix = next((kind for kind in KINDS if upload.name.lower().endswith(kind)), None)
    if suffix is None:
        raise BadInputError(
            f"file {upload.name[:100]!r}", f"one of {', '.join(KINDS)}", "choose another file"
        )
    with tempfile.TemporaryDirectory(prefix="search-app-") as folder:
        path = Path(folder, f"upload{suffix}")
        path.write_bytes(upload.getbuffer())
        parsed = parse_file(path, _LIMITS)
    # A file without a title is called by our name for it, which would tell nobody anything.
    title = upload.name if parsed.title == path.stem else parsed.title
    return Document(upload.name, title, parsed.text), parsed.notes
