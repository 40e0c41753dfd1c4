"""Adding documents from the browser."""

from collections.abc import Sequence

import streamlit as st

from search_app.errors import SearchAppError
from ui.jobs.job_board import job_board
from ui.markup.html import show
from ui.shell import messages

_ROUND = "upload_round"


def upload_form(collections: Sequence[str]) -> None:
    """Draw the form; a press of its button starts a job.

    Args:
        collections: Names that exist; another name makes a new one.
    """
    with st.expander("Add documents", icon=":material/upload_file:", expanded=not collections):
        # A new round is a new widget: after a start the files are gone from the form.
        number = st.session_state.setdefault(_ROUND, 0)
        files = st.file_uploader(
            "Documents, or one table",
            accept_multiple_files=True,
            key=f"upload-files-{number}",
            help="Text, Markdown, HTML, PDF, Word, PowerPoint, Excel, OpenDocument, EPUB, RTF, mail, "
            "notebooks and source code. A table is JSON Lines, CSV or TSV: one document a line, with "
            "a text column.",
        )
        with st.container(horizontal=True, vertical_alignment="bottom", key="upload-target"):
            name = st.selectbox(
                "Collection",
                collections,
                index=None,
                key="upload-collection",
                accept_new_options=True,
                placeholder="Choose one, or type a new name",
                width=320,
            )
            pressed = st.button("Add", type="primary", icon=":material/add:", key="upload-start")
        if pressed:
            _start(name or "", list(files or ()))


def _start(collection: str, files: list[object]) -> None:
    try:
        job_board().ingest(collection, files)  # type: ignore[arg-type]
    except SearchAppError as error:
        show(messages.failed(error, "These files cannot be added"))
        return
    st.session_state[_ROUND] += 1
    st.rerun()
