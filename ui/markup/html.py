"""The one module that makes HTML.

Everything else builds `Html` from `element` and plain strings. A plain string is always text: it is
escaped here, piece by piece, and characters that reorder or hide text are shown by name. Tags and
attribute names come from allow-lists, so that no value can become markup, a handler or a link target.
"""

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from ui.markup.control_marks import ControlMark, spell_controls, split_controls
from ui.markup.highlights import Mark

_TAGS = frozenset(
    (
        "article",
        "bdi",
        "button",
        "caption",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "header",
        "li",
    )
    + ("mark", "p", "pre", "section", "span", "strong", "summary", "table", "tbody", "td", "th", "thead")
    + ("tr", "ul")
)
_ATTRIBUTES = frozenset(
    (
        "aria-hidden",
        "aria-label",
        "aria-labelledby",
        "class",
        "colspan",
        "data-copy",
        "data-goto",
        "data-tip",
        "dir",
        "id",
        "open",
    )
    + ("role", "scope", "tabindex", "title", "type")
)

_UNSEEN = frozenset(("data-copy",))
"""Attributes a script reads to the letter; nobody sees them, so controls in them need no name."""


@dataclass(frozen=True, slots=True)
class Html:
    """Markup that is safe to show.

    Attributes:
        source: The HTML itself.
    """

    source: str

    def _repr_html_(self) -> str:
        """Let `st.html` take the source as it is; a plain str would be dedented and tried as a path."""
        return self.source


Child = str | Html | None


def text(raw: str) -> Html:
    """Escape plain text; line breaks and spaces are kept, controls are shown by name."""
    return Html("".join(_piece(part) for part in split_controls(raw)))


def isolated(raw: str, class_: str = "") -> Html:
    """Return text in an isolate of its own, so that right-to-left text does not reorder what is around it."""
    return element("bdi", raw, class_=class_ or None, dir="auto")


def element(
    tag: str, *children: Child, shares: Mapping[str, float] | None = None, **attributes: str | bool | None
) -> Html:
    """Return `<tag attributes>children</tag>`.

    Args:
        tag: One of the allowed tags.
        children: Strings are escaped, `Html` is taken as it is, None is left out.
        shares: {custom property: number} for the stylesheet, such as a bar's length; the only inline style.
        attributes: Underscores become hyphens, a trailing one is dropped (`class_`); None or False leaves
            the attribute out, True writes it without a value.

    Raises:
        ValueError: On a tag or an attribute that is not on the list.
    """
    if tag not in _TAGS:
        raise ValueError(f"<{tag}> is not among the tags this page uses")
    inside = "".join(_child(child) for child in children if child is not None)
    return Html(f"<{tag}{_attributes(attributes)}{_style(shares)}>{inside}</{tag}>")


def page_link(page: str, params: Mapping[str, str], *children: Child, class_: str = "") -> Html:
    """Return a link to a page of this application; nothing else can be linked to.

    Args:
        page: Last part of its address: letters and hyphens.
        params: Its query parameters, in any characters.
        children: What the link says.
        class_: For the stylesheet.

    Raises:
        ValueError: When `page` is not the plain name of a page.
    """
    if not re.fullmatch("[a-z][a-z-]*", page):
        raise ValueError(f"{page!r} is not the address of a page")
    inside = "".join(_child(child) for child in children if child is not None)
    target = html.escape(f"{page}?{urlencode(params)}", quote=True)
    return Html(f'<a href="{target}"{_attributes({"class": class_ or None})}>{inside}</a>')


def joined(pieces: Iterable[Html], separator: str = "") -> Html:
    """Put pieces one after the other."""
    return Html(text(separator).source.join(piece.source for piece in pieces))


def marked(raw: str, marks: Sequence[Mark], start: int = 0, end: int | None = None) -> Html:
    """Return `raw[start:end]` with its marks.

    The marks are offsets of the raw text; each piece is escaped by itself afterwards, so that a
    mark can neither fall inside an entity nor open one.

    Args:
        raw: The whole text.
        marks: Sorted and free of overlaps, offsets in `raw`.
        start: First character shown.
        end: One past the last character shown.
    """
    end = len(raw) if end is None else end
    pieces: list[Html] = []
    position = start
    for mark in marks:
        first, last = max(mark.start, position), min(mark.end, end)
        if first >= last:
            continue
        pieces.append(text(raw[position:first]))
        pieces.append(element("mark", raw[first:last], class_=f"hit hit-{mark.level}"))
        position = last
    pieces.append(text(raw[position:end]))
    return joined(pieces)


def show(piece: Html) -> None:
    """Put a piece on the page."""
    st.html(piece)


def show_stylesheet(path: Path) -> None:
    """Apply a stylesheet of this package."""
    st.html(path)


def run_script(path: Path) -> None:
    """Run a script of this package; it is a fixed file, nothing is ever formatted into it."""
    st.html(Html(f"<script>{path.read_text(encoding='utf-8')}</script>"), unsafe_allow_javascript=True)


def _piece(part: str | ControlMark) -> str:
    if isinstance(part, str):
        return html.escape(part, quote=True)
    return f'<span class="control" title="U+{part.code:04X}">{html.escape(part.name)}</span>'


def _child(child: str | Html) -> str:
    return child.source if isinstance(child, Html) else text(child).source


def _attributes(attributes: Mapping[str, str | bool | None]) -> str:
    written: list[str] = []
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if name not in _ATTRIBUTES:
            raise ValueError(f"{name}= is not among the attributes this page uses")
        if value is True:
            written.append(f" {name}")
        elif value is not None and value is not False:
            shown = value if name in _UNSEEN else spell_controls(value)
            written.append(f' {name}="{html.escape(shown, quote=True)}"')
    return "".join(written)


def _style(shares: Mapping[str, float] | None) -> str:
    if not shares:
        return ""
    rules = ";".join(f"--{name}:{float(value):.4f}" for name, value in shares.items())
    return f' style="{html.escape(rules, quote=True)}"'
