"""The text of a document with one passage marked."""

from search_app.records import Document, Passage
from ui import figures
from ui.copy_button import copy_button
from ui.markup import Html, element, isolated
from ui.metadata_line import metadata_line

WINDOW = 200_000
"""Characters shown on each side of the passage: more makes a browser slow, and nobody scrolls that far."""


def document_card(document: Document, passage: Passage | None, passages: int) -> Html:
    """Return the document; the passage, where there is one, carries the id `passage`, which is scrolled to.

    Args:
        document: What to show.
        passage: The one to mark.
        passages: How many the document has.
    """
    title = document.title or document.id
    size = f"{figures.count(len(document.text), 'character')}, {figures.count(passages, 'passage')}"
    origin = element(
        "div", isolated(document.id), " ", copy_button(document.id), f" · {size}", class_="origin"
    )
    header = element("header", element("div", element("h2", isolated(title)), origin, class_="naming"))
    return element(
        "article",
        header,
        metadata_line(document.metadata),
        _body(document.text, passage),
        class_="card whole-text",
    )


def _body(text: str, passage: Passage | None) -> Html:
    start, end = (passage.start, passage.end) if passage else (0, 0)
    first, last = max(0, start - WINDOW), min(len(text), end + WINDOW)
    here = element("mark", text[start:end], class_="here", id="passage") if passage else None
    return element(
        "div",
        _left_out(first),
        element("div", text[first:start], here, text[end:last], class_="passage full", dir="auto"),
        _left_out(len(text) - last),
    )


def _left_out(characters: int) -> Html | None:
    if not characters:
        return None
    return element("p", f"{figures.count(characters, 'character')} not shown", class_="invitation")
