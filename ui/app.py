"""Entry point of the page: `search-app serve` runs it with Streamlit."""

from pathlib import Path

import streamlit as st

from ui.markup.html import run_script, show_stylesheet
from ui.shell.pages import every_page

_HERE = Path(__file__).resolve().parent


def main() -> None:
    """Draw the page the address names; a page that knows more puts it into the tab's title itself."""
    # Before the navigation, which would fetch the page's icon from another host for the tab.
    st.set_page_config(page_title="search_app", page_icon=str(_HERE / "favicon.svg"), layout="wide")
    page = st.navigation(every_page(), position="top")
    st.set_page_config(page_title=f"{page.title} · search_app")
    show_stylesheet(_HERE / "style.css")
    run_script(_HERE / "keyboard.js")
    run_script(_HERE / "copy.js")
    page.run()


if __name__ == "__main__":
    main()
