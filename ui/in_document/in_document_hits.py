"""The best passages of one document: a list to jump from, and their places in the text."""

from collections.abc import Sequence

from search_app.in_document import InDocumentHit
from ui.hit.document_text import MarkedPassage
from ui.markup import figures
from ui.markup.html import Html, element

_SHOWN = 160


def hit_list(hits: Sequence[InDocumentHit]) -> Html:
    """Return the passages, best first; a press on one scrolls to its place."""
    entries = [
        element(
            "li",
            element(
                "button",
                element("span", str(hit.rank), class_="rank"),
                element("span", _beginning(hit.passage.text), class_="entry-title"),
                element("span", figures.score(hit.score), class_="figure"),
                type="button",
                class_="jump",
                data_goto=_id(hit),
            ),
        )
        for hit in hits
    ]
    return element("ul", *entries, class_="hits", aria_label="Best passages")


def hit_marks(hits: Sequence[InDocumentHit]) -> list[MarkedPassage]:
    """Return the places of the passages in the text, in its order; the best is marked strongest."""
    ordered = sorted(hits, key=lambda hit: hit.passage.start)
    return [
        MarkedPassage(hit.passage.start, hit.passage.end, _id(hit), max(1, 5 - hit.rank), f"#{hit.rank}")
        for hit in ordered
    ]


def _id(hit: InDocumentHit) -> str:
    return f"hit-{hit.rank}"


def _beginning(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"
