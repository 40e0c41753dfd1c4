"""The text of a document with some of its passages marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_app.records import Document
from ui.hit.metadata_line import metadata_line
from ui.markup import figures
from ui.markup.copy_button import copy_button
from ui.markup.html import Html, element, isolated

WHOLE = 400_000
"""Characters up to which a document is shown whole: more makes a browser slow."""

WINDOW = 20_000
"""Characters shown on each side of a marked passage in a longer document."""


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """One stretch of the text.

    Attributes:
        start: First character.
        end: One past the last character.
        id: Its id in the page; the one called `passage` is scrolled to.
        level: 1 (faint) to 4.
        label: Shown before it; empty for nothing.
    """

    start: int
    end: int
    id: str = "passage"
    level: int = 3
    label: str = ""


def document_card(document: Document, marks: Sequence[MarkedPassage], passages: int | None = None) -> Html:
    """Return the document with its marks.

    Args:
        document: What to show.
        marks: Sorted and free of overlaps.
        passages: How many it has in its collection, or None.
    """
    size = figures.count(len(document.text), "character")
    size += f", {figures.count(passages, 'passage')}" if passages is not None else ""
    origin = element(
        "div", isolated(document.id), " ", copy_button(document.id), f" · {size}", class_="origin"
    )
    title = element("h2", isolated(document.title or document.id))
    header = element("header", element("div", title, origin, class_="naming"))
    body = _body(document.text, marks)
    return element("article", header, metadata_line(document.metadata), *body, class_="card whole-text")


def _body(text: str, marks: Sequence[MarkedPassage]) -> list[Html]:
    """Return the stretches that are shown, and between them how much is not."""
    parts: list[Html] = []
    position = 0
    for start, end in _windows(len(text), marks):
        parts += _left_out(start - position)
        inside = [mark for mark in marks if start <= mark.start < end]
        parts.append(_stretch(text, start, end, inside))
        position = end
    return parts + _left_out(len(text) - position)


def _windows(length: int, marks: Sequence[MarkedPassage]) -> list[tuple[int, int]]:
    if length <= WHOLE:
        return [(0, length)]
    if not marks:
        return [(0, WINDOW)]
    windows: list[tuple[int, int]] = []
    for mark in marks:
        start, end = max(0, mark.start - WINDOW), min(length, mark.end + WINDOW)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _stretch(text: str, start: int, end: int, marks: Sequence[MarkedPassage]) -> Html:
    pieces: list[Html | str] = []
    position = start
    for mark in marks:
        label = element("span", mark.label, class_="here-label") if mark.label else None
        pieces.append(text[position : mark.start])
        marked = text[mark.start : mark.end]
        pieces.append(element("mark", label, marked, class_=f"here here-{mark.level}", id=mark.id))
        position = mark.end
    return element("div", *pieces, text[position:end], class_="passage full", dir="auto")


def _left_out(characters: int) -> list[Html]:
    if not characters:
        return []
    return [element("p", f"{figures.count(characters, 'character')} not shown", class_="invitation")]
