"""Two systems query by query: who wins where."""

from collections.abc import Sequence

from search_app.evaluation.comparison import Comparison
from ui.evaluation.evaluation_reports import QueryPair, SideBySide
from ui.evaluation.evaluation_table import measured
from ui.markup.html import Html, element, isolated

SHOWN = 10
"""Queries listed for each side."""

_VERDICTS = {
    "better": " is better than ",
    "worse": " is worse than ",
    "no difference found": " is not shown to differ from ",
    "too few queries to tell": " and there are too few queries to tell it from ",
}


def comparison_card(found: SideBySide) -> Html:
    """Return the verdict, and the queries with the largest wins and losses with their texts."""
    losses = [pair for pair in found.queries if pair.difference < 0][:SHOWN]
    wins = [pair for pair in reversed(found.queries) if pair.difference > 0][:SHOWN]
    return element(
        "article",
        _verdict(found.comparison),
        _queries("Largest wins", wins),
        _queries("Largest losses", losses),
        class_="card evaluation",
        tabindex="-1",
    )


def _verdict(comparison: Comparison) -> Html:
    low, high = comparison.interval
    ties = comparison.queries - comparison.wins - comparison.losses
    means = f"{measured(comparison.system_mean)} to {measured(comparison.baseline_mean)}"
    difference = f"{comparison.difference:+.4f} ({low:+.4f} to {high:+.4f} at 95 %)"
    counts = (
        f"{comparison.wins} wins, {comparison.losses} losses, {ties} ties over {comparison.queries} queries"
    )
    figures = (
        f": {comparison.measure} {means}, difference {difference}, p = {comparison.p:.4f} by a paired "
        f"randomisation test. {counts}."
    )
    return element(
        "p",
        isolated(comparison.system, "name"),
        _VERDICTS[comparison.verdict],
        isolated(comparison.baseline, "name"),
        figures,
        class_="verdict",
    )


def _queries(title: str, pairs: Sequence[QueryPair]) -> Html | None:
    if not pairs:
        return None
    rows = [_row(pair) for pair in pairs]
    return element("table", element("caption", title), element("tbody", *rows), class_="bars middle queries")


def _row(pair: QueryPair) -> Html:
    share = min(1.0, abs(pair.difference)) / 2
    shares = {"start": 0.5 if pair.difference > 0 else 0.5 - share, "share": share}
    colour = "gain" if pair.difference > 0 else "loss"
    return element(
        "tr",
        element(
            "th", element("bdi", pair.text, dir="auto"), scope="row", class_="token", title=f"query {pair.id}"
        ),
        element(
            "td", element("span", class_=f"bar {colour}", shares=shares, aria_hidden="true"), class_="track"
        ),
        element("td", f"{measured(pair.before)} → {measured(pair.after)}", class_="figure"),
    )
