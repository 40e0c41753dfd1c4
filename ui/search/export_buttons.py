"""Takes the results away as a file."""

import json

import streamlit as st

from search_app.engine.answer_object import answer_object
from search_app.records import Answer
from ui.search.answer_table import csv_text


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
