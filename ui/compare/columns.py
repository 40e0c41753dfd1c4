"""Ranked lists side by side, with a line from each entry to its place in the next list."""

from collections.abc import Sequence
from dataclasses import dataclass

from search_app.records import Passage
from ui.markup import figures
from ui.markup.html import Html, element

COLOURS = 24
"""Entries told apart by colour and on hover, see the stylesheet; further ones are grey."""

_TEXT = 240


@dataclass(frozen=True, slots=True)
class Column:
    """One list.

    Attributes:
        heading: What it is.
        entries: (passage, score), best first.
    """

    heading: Html
    entries: tuple[tuple[Passage, float], ...]


def columns(lists: Sequence[Column]) -> Html:
    """Return the lists with the lines between them."""
    colours = _colours(lists)
    parts: list[Html] = []
    for number, column in enumerate(lists):
        before = _ranks(lists[number - 1]) if number else {}
        if number:
            parts.append(_lines(before, _ranks(column), colours))
        parts.append(_column(column, before if number else None, colours))
    return element("div", *parts, class_=f"columns of-{len(lists)}", tabindex="0", role="group")


def _colours(lists: Sequence[Column]) -> dict[str, int]:
    """Number the entries, those of the last list first: they are what the user gets."""
    order = dict.fromkeys(passage.id for column in reversed(lists) for passage, _ in column.entries)
    return {identifier: number for number, identifier in enumerate(order)}


def _ranks(column: Column) -> dict[str, int]:
    return {passage.id: rank for rank, (passage, _) in enumerate(column.entries, start=1)}


def _column(column: Column, before: dict[str, int] | None, colours: dict[str, int]) -> Html:
    rows = [
        _row(passage, score, rank, _move(passage.id, rank, before), colours)
        for rank, (passage, score) in enumerate(column.entries, start=1)
    ]
    empty = element("p", "nothing found", class_="quiet") if not rows else None
    return element(
        "section",
        element("div", column.heading, class_="column-name"),
        element("ul", *rows),
        empty,
        class_="column",
    )


def _row(passage: Passage, score: float, rank: int, move: Html | None, colours: dict[str, int]) -> Html:
    title = passage.title or passage.document_id
    part = f" · {passage.ordinal + 1}" if passage.ordinal else ""
    return element(
        "li",
        element("span", str(rank), class_="rank"),
        element("bdi", title + part, class_="entry-title", dir="auto"),
        move,
        element("span", figures.score(score), class_="figure"),
        class_=f"entry {_colour(passage.id, colours)}",
        title=f"{title}{part}\n{passage.text[:_TEXT]}",
    )


def _move(identifier: str, rank: int, before: dict[str, int] | None) -> Html | None:
    """Return by how many places an entry stands higher or lower than in the list before."""
    if before is None:
        return None
    was = before.get(identifier)
    if was is None:
        return element("span", "new", class_="move fresh", title="not among those shown of the list before")
    if was == rank:
        return element("span", "=", class_="move", title="same rank as in the list before")
    arrow = "▲" if was > rank else "▼"
    return element(
        "span",
        f"{arrow}{abs(was - rank)}",
        class_="move up" if was > rank else "move down",
        title=f"rank {was} in the list before",
    )


def _lines(left: dict[str, int], right: dict[str, int], colours: dict[str, int]) -> Html:
    kept = [(identifier, rank, right[identifier]) for identifier, rank in left.items() if identifier in right]
    lines = [
        element(
            "span",
            class_=f"line {_direction(start, end)} {_colour(identifier, colours)}",
            shares={"from": start - 1, "to": end - 1},
        )
        for identifier, start, end in kept
    ]
    return element("div", *lines, class_="lines", aria_hidden="true")


def _direction(start: int, end: int) -> str:
    if start == end:
        return "level"
    return "falls" if end > start else "rises"


def _colour(identifier: str, colours: dict[str, int]) -> str:
    number = colours[identifier]
    return f"doc-{number}" if number < COLOURS else "doc-other"
