"""The pages: their titles, addresses and icons. Pages link to each other by name, through here."""

from dataclasses import dataclass
from importlib import import_module

import streamlit as st


@dataclass(frozen=True, slots=True)
class Entry:
    """One page.

    Attributes:
        room: Its folder below `ui`; the folder's module `page` has a function `render`.
        title: Shown in the navigation.
        address: Last part of its URL.
        icon: A Material symbol.
        listed: False for a page that is reached from results only.
    """

    room: str
    title: str
    address: str
    icon: str
    listed: bool = True


_ENTRIES = {
    entry.room: entry
    for entry in (
        Entry("search", "Search", "search", ":material/search:"),
        Entry("compare", "Compare", "compare", ":material/compare_arrows:"),
        Entry("explain", "Explain", "explain", ":material/help_center:"),
        Entry("in_document", "In a document", "in-document", ":material/find_in_page:"),
        Entry("catalog", "Collections", "collections", ":material/database:"),
        Entry("evaluation", "Evaluation", "evaluation", ":material/monitoring:"),
        Entry("document", "Document", "document", ":material/article:", listed=False),
    )
}
_FIRST = "search"


def every_page() -> list[st.Page]:
    """Return all pages in the order of the navigation."""
    return [page(room) for room in _ENTRIES]


def page(room: str) -> st.Page:
    """Return a page by its room; what it needs is imported when it is drawn."""
    entry = _ENTRIES[room]

    def render() -> None:
        import_module(f"ui.{entry.room}.page").render()

    return st.Page(
        render,
        title=entry.title,
        url_path=entry.address,
        icon=entry.icon,
        default=room == _FIRST,
        visibility="visible" if entry.listed else "hidden",
    )
