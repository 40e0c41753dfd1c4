"""One collection: its size, its models, its state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search_app.engine.service import CollectionSummary
from ui.markup import figures
from ui.markup.html import Html, element, isolated
from ui.shell.tooltip import explained

_KINDS = {"keyword": "one word", "keywords": "several words", "number": "a number", "flag": "yes or no"}


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


@dataclass(frozen=True, slots=True)
class Contents:
    """What a generation holds besides its counts.

    Attributes:
        disk_bytes: What it takes on this machine's disk.
        store: "edge" or "server".
        fields: {metadata field: type}.
        sources: What was ingested, oldest first.
    """

    disk_bytes: int
    store: str
    fields: Mapping[str, str]
    sources: Sequence[str]


def collection_card(summary: CollectionSummary, contents: Contents | None = None) -> Html:
    """Return the card of one collection."""
    heading = element("h3", isolated(summary.name), id=f"collection-{summary.name}")
    if summary.problem:
        state = element("p", summary.problem, class_="problem")
        return element("article", element("header", element("div", heading)), state, class_="card broken")
    created = summary.created
    published = f"published {created:%Y-%m-%d %H:%M} UTC" if created else "publication time unknown"
    origin = element("div", f"{published} · generation ", isolated(summary.generation), class_="origin")
    header = element("header", element("div", heading, origin, class_="naming"), class_="collection")
    more = _contents(contents) if contents else None
    return element("article", header, _facts(summary, contents), _models(summary), more, class_="card")


def _facts(summary: CollectionSummary, contents: Contents | None) -> Html:
    facts = [("documents", f"{summary.documents:,}"), ("passages", f"{summary.passages:,}")]
    if contents:
        facts.append(("on disk", figures.size(contents.disk_bytes)))
        place = "embedded engine" if contents.store == "edge" else "Qdrant server"
        facts.append(("vectors in", place))
    entries = [
        element("div", element("dd", value), element("dt", label), class_="fact") for label, value in facts
    ]
    return element("dl", *entries, class_="facts")


def _contents(contents: Contents) -> Html:
    fields = [
        element("li", isolated(name, "name"), f" {_KINDS.get(kind, kind)}")
        for name, kind in contents.fields.items()
    ]
    sources = [element("li", isolated(_source(source))) for source in contents.sources]
    parts = (("Fields to filter by", fields), ("Ingested from", sources))
    lists = [
        element("div", element("span", title, class_="label"), element("ul", *entries))
        for title, entries in parts
        if entries
    ]
    summary = element("summary", element("span", "Fields and sources", class_="more"))
    return element("details", summary, *lists, class_="contents") if lists else element("div")


def _source(source: str) -> str:
    """Return a source as people know it: files that were uploaded lay in a folder of their job."""
    return "files uploaded here" if "/jobs/" in source and "/files" in source else source


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
