"""Which words made the score: one small bar chart per lane, and the words the model added."""

import re
from collections.abc import Sequence
from itertools import groupby

from search_app.lanes import ALL_LANES
from search_app.lanes.dense.word_shares import ROUNDING, WHOLE
from search_app.records import Result, TokenContribution
from ui.markup import figures
from ui.markup.html import Html, element
from ui.shell.tooltip import explained, with_tip

_SHORT = 3
SHOWN = 8
"""Bars per lane; the rest is summed up in one line."""

_KINDS = {
    "literal": "stands in the text",
    "expansion": "added by the model",
    "share": "share of the meaning",
}
_REST = {
    WHOLE: "What no single word gave: most of it is what all texts have in common",
    ROUNDING: "The stored vector was rounded beside other texts",
}


def token_chart(result: Result) -> Html | None:
    """Return the charts of all explained lanes with a legend, or None when nothing was explained."""
    lanes = _by_lane(result.tokens)
    if not lanes:
        return None
    charts = [_lane_chart(lane, tokens) for lane, tokens in lanes]
    return element("div", *charts, _legend(result.tokens), class_="tokens")


def expansion_terms(result: Result) -> Html | None:
    """Return the words that matched without standing in the passage, each with what caused it."""
    standing = _standing_forms(result)
    terms = [
        token
        for token in result.tokens
        if token.kind == "expansion" and token.weight > 0 and standing.isdisjoint(_forms(token.token))
    ]
    if not terms:
        return None
    entries = [_expansion(term) for term in terms[:SHOWN]]
    title = element("span", "Matched without standing in the text", class_="label")
    return element("div", title, element("ul", *entries, class_="terms"), class_="expansions")


def _standing_forms(result: Result) -> frozenset[str]:
    """Return the forms of all words that stand in the passage or its title."""
    words = re.findall(r"\w+", f"{result.passage.title} {result.passage.text}")
    return frozenset(form for word in words for form in _forms(word))


def _forms(word: str) -> frozenset[str]:
    """Return a word and what it may be an English plural of: "turtle" and "Turtles" have one in common."""
    form = word.casefold()
    forms = {form}
    if form.endswith("s") and not form.endswith("ss") and len(form) > _SHORT:
        forms.add(form[:-1])
    if form.endswith("ies") and len(form) > _SHORT:
        forms.add(form[:-3] + "y")
    if form.endswith(("ses", "xes", "zes", "ches", "shes")):
        forms.add(form[:-2])
    return frozenset(forms)


def _by_lane(tokens: Sequence[TokenContribution]) -> list[tuple[str, list[TokenContribution]]]:
    known = {lane: position for position, lane in enumerate(ALL_LANES)}
    ordered = sorted(tokens, key=lambda token: (known.get(token.lane, len(known)), token.lane, -token.weight))
    return [(lane, list(group)) for lane, group in groupby(ordered, key=lambda token: token.lane)]


def _lane_chart(lane: str, tokens: Sequence[TokenContribution]) -> Html:
    words = [token for token in tokens if token.kind != "rest"]
    longest = max((abs(token.weight) for token in words), default=0.0)
    rows = [_bar_row(token, longest) for token in words[:SHOWN]]
    left_out = words[SHOWN:]
    if left_out:
        rows.append(_quiet_row(f"{len(left_out)} more", sum(token.weight for token in left_out)))
    rows += [
        _quiet_row(with_tip(token.token.strip("()"), _REST.get(token.token, "")), token.weight)
        for token in tokens
        if token.kind == "rest"
    ]
    caption = element("caption", explained(lane), element("span", _sum(lane, tokens), class_="quiet"))
    return element("table", caption, element("tbody", *rows), class_="bars")


def _sum(lane: str, tokens: Sequence[TokenContribution]) -> str:
    if lane == "rerank":
        return " what the score loses without the word"
    return f" adds up to {figures.score(sum(token.weight for token in tokens))}"


def _bar_row(token: TokenContribution, longest: float) -> Html:
    share = abs(token.weight) / longest if longest else 0.0
    bar = element(
        "span",
        class_=f"bar {token.kind} {_colour(token.lane)}{' less' if token.weight < 0 else ''}",
        shares={"share": share},
        aria_hidden="true",
    )
    return element(
        "tr",
        element("th", element("bdi", token.token, dir="auto"), scope="row", class_="token"),
        element("td", bar, class_="track"),
        element("td", figures.score(token.weight), class_="figure"),
    )


def _colour(lane: str) -> str:
    return f"lane-{lane}" if lane in ALL_LANES else "rerank" if lane == "rerank" else "other"


def _quiet_row(name: str | Html, weight: float) -> Html:
    return element(
        "tr",
        element("th", name, scope="row", colspan="2", class_="quiet"),
        element("td", figures.score(weight), class_="figure quiet"),
    )


def _legend(tokens: Sequence[TokenContribution]) -> Html:
    kinds = {token.kind for token in tokens}
    entries = [
        element("li", element("span", class_=f"swatch {kind}", aria_hidden="true"), label)
        for kind, label in _KINDS.items()
        if kind in kinds
    ]
    return element("ul", *entries, class_="legend", aria_label="Colours of the bars")


def _expansion(term: TokenContribution) -> Html:
    source = element("span", f" from {', '.join(term.sources)}", class_="quiet") if term.sources else None
    return element("li", element("bdi", term.token, dir="auto", class_="term"), source)
