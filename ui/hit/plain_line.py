"""Why a result was found, in one plain line."""

from collections.abc import Sequence

from search_app.explain.telling import telling
from search_app.lanes import FEEDBACK
from search_app.lanes.dense.word_shares import DENSE
from search_app.records import Result, TokenContribution
from ui.markup.html import Html, element, isolated, joined

_SHOWN = 5


def question_words(tokens: Sequence[TokenContribution]) -> tuple[TokenContribution, ...]:
    """Return the words of the question that stand in the passage; not those that feedback searched by."""
    return tuple(
        token for token in tokens if token.kind == "literal" and token.weight > 0 and token.lane != FEEDBACK
    )


def plain_line(result: Result) -> Html:
    """Return the words the passage contains, as it writes them, and whether it is close in meaning."""
    told: list[Html] = []
    words = _written(result)
    if words:
        more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
        listed = joined([isolated(word, "word") for word in words[:_SHOWN]], ", ")
        told.append(element("span", "contains ", listed, more))
    elif any(token.kind == "expansion" and token.weight > 0 for token in result.tokens):
        told.append(element("span", "contains related words"))
    if DENSE in result.lanes:
        told.append(element("span", "close in meaning"))
    if not told:
        told.append(element("span", "like the best results"))
    return element("span", joined(told, "; "), class_="plain")


def _written(result: Result) -> list[str]:
    """Return the words that tell something once each, the strongest of their lane first."""
    ordered = sorted(telling(question_words(result.tokens)), key=lambda found: -found[1])
    text = result.passage.text
    words = (text[start:end] for token, _ in ordered for start, end in token.spans[:1])
    return list(dict.fromkeys(word.casefold() for word in words if word.strip()))
