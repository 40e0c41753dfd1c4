"""The box a question is typed into."""

import streamlit as st


def query_box(
    key: str, placeholder: str = "Ask a question or type a few words", action: str = "Search"
) -> bool:
    """Draw the query box with its button; returns True when the button was pressed.

    Args:
        key: Of the text in the session.
        placeholder: Shown while the box is empty.
        action: What the button says.
    """
    with st.container(horizontal=True, vertical_alignment="center", key="ask"):
        st.text_input(
            "Search",
            key=key,
            type="search",
            label_visibility="collapsed",
            placeholder=placeholder,
            autocomplete="off",
        )
        return st.button(action, type="primary", icon=":material/search:", key="go")
