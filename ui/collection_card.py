"""One collection: its size, its models, its state."""

from collections.abc import Sequence

from search_app.engine.service import CollectionSummary
from ui import figures
from ui.markup import Html, element, isolated
from ui.tooltip import explained


def overview(summaries: Sequence[CollectionSummary]) -> Html:
    """Return the health of all collections in one sentence."""
    broken = [summary.name for summary in summaries if summary.problem]
    counted = figures.count(len(summaries), "collection")
    if not broken:
        text = f"{counted}, all readable. New ones appear here by themselves when a job publishes them."
        return element("p", text, class_="invitation")
    return element(
        "section",
        element("p", f"{counted}; {len(broken)} cannot be read: {', '.join(broken)}."),
        class_="message warning",
        role="status",
    )


def collection_card(summary: CollectionSummary) -> Html:
    """Return the card of one collection."""
    heading = element("h3", isolated(summary.name), id=f"collection-{summary.name}")
    if summary.problem:
        state = element("p", summary.problem, class_="problem")
        return element("article", element("header", element("div", heading)), state, class_="card broken")
    created = summary.created
    published = f"published {created:%Y-%m-%d %H:%M} UTC" if created else "publication time unknown"
    origin = element("div", f"{published} · generation ", isolated(summary.generation), class_="origin")
    header = element("header", element("div", heading, origin, class_="naming"), class_="collection")
    return element("article", header, _facts(summary), _models(summary), class_="card")


def _facts(summary: CollectionSummary) -> Html:
    facts = (("documents", summary.documents), ("passages", summary.passages))
    entries = [
        element("div", element("dd", f"{number:,}"), element("dt", label), class_="fact")
        for label, number in facts
    ]
    return element("dl", *entries, class_="facts")


def _models(summary: CollectionSummary) -> Html | None:
    if not summary.models:
        return None
    rows = [
        element("tr", element("th", explained(lane), scope="row"), element("td", isolated(name)))
        for lane, name in summary.models.items()
    ]
    return element(
        "table", element("caption", "Models that made it"), element("tbody", *rows), class_="breakdown models"
    )
