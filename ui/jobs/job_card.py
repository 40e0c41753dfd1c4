"""How a job stands, and what came of it."""

from typing import Any

from ui.jobs.command_job import JobNews
from ui.markup import figures
from ui.markup.html import Html, element, isolated

_STAGES = {
    "": "starting",
    "start": "loading the models",
    "resume": "checking what an interrupted job left",
    "copy": "copying the collection",
    "create": "creating the collection",
    "encode": "reading, encoding and writing",
    "prune": "deleting what is gone",
    "optimize": "building the search structures",
    "publish": "publishing",
}
_TITLES = {
    ("ingest", "running"): "Adding documents to ",
    ("ingest", "done"): "Documents were added to ",
    ("ingest", "failed"): "Documents could not be added to ",
    ("ingest", "cancelled"): "Cancelled: adding documents to ",
    ("verify", "running"): "Verifying ",
    ("verify", "done"): "Verified ",
    ("verify", "failed"): "Could not verify ",
    ("verify", "cancelled"): "Cancelled: verifying ",
}


def job_card(kind: str, collection: str, news: JobNews) -> Html:
    """Return the card of one job.

    Args:
        kind: "ingest" or "verify".
        collection: What it is about.
        news: How it stands.
    """
    tone = "error" if news.state == "failed" or _faulty(news) else "neutral"
    return element(
        "section",
        element("h3", _TITLES[kind, news.state], isolated(collection, "name")),
        _body(kind, news),
        _rejects(news),
        class_=f"message job {tone}",
        role="alert" if tone == "error" else "status",
    )


def _body(kind: str, news: JobNews) -> Html:
    if news.state == "running":
        return _progress(kind, news)
    if news.state == "failed":
        return element("p", news.problem[:1].upper() + news.problem[1:])
    if news.state == "cancelled":
        return element("p", "Nothing was published. What was encoded is kept and used the next time.")
    return _verified(news.outcome or {}) if kind == "verify" else _ingested(news.outcome or {}, news.seconds)


def _progress(kind: str, news: JobNews) -> Html:
    if kind == "verify":
        spent = figures.duration(news.seconds * 1000)
        return element("p", f"comparing the lanes entry by entry, {spent} so far", class_="quiet")
    now = news.progress
    told = [_STAGES.get(now.stage, now.stage)]
    counts = (("document", now.documents), ("passage", now.passages), ("reject", now.rejects))
    told += [figures.count(number, name) for name, number in counts if number]
    if now.rate:
        told.append(f"{now.rate:.0f} passages/s")
    if now.eta_seconds and now.stage == "encode":
        told.append(f"about {figures.duration(max(1.0, now.eta_seconds) * 1000)} left")
    bar = element("span", class_="bar time", shares={"share": now.fraction}, aria_hidden="true")
    return element(
        "div", element("div", bar, class_="progress"), element("p", " · ".join(told), class_="quiet")
    )


def _ingested(outcome: dict[str, Any], seconds: float) -> Html:
    encoded = figures.count(int(outcome.get("encoded", 0)), "passage")
    documents = figures.count(int(outcome.get("documents", 0)), "document")
    words = f"{encoded} encoded in {figures.duration(seconds * 1000)}. {documents} in the collection now."
    unchanged = int(outcome.get("skipped", 0))
    said = element("p", words + (f" {unchanged:,} were unchanged." if unchanged else ""))
    notes = [element("p", str(note), class_="quiet") for note in outcome.get("notes", ())]
    return element("div", said, *notes) if notes else said


def _verified(outcome: dict[str, Any]) -> Html:
    counts = f"{outcome.get('documents', 0):,} documents and {outcome.get('passages', 0):,} passages"
    if outcome.get("clean"):
        return element("p", f"All lanes hold the same {counts}.")
    faults = [
        element("li", f"{finding['kind']} in {finding['place']}: {finding['count']:,}")
        for finding in outcome.get("findings", ())
    ]
    advice = "To mend it, run `search-app collections verify NAME --repair`."
    return element(
        "div",
        element("p", f"{counts} expected; the lanes differ:"),
        element("ul", *faults),
        element("p", advice),
    )


def _faulty(news: JobNews) -> bool:
    return news.outcome is not None and news.outcome.get("clean") is False


def _rejects(news: JobNews) -> Html | None:
    total = int((news.outcome or {}).get("rejects", 0) or 0)
    if not total:
        return None
    entries = [
        element("li", isolated(where, "name"), ": ", element("span", why)) for where, why in news.rejects
    ]
    more = total - len(entries)
    rest = element("li", f"and {more:,} more") if more > 0 else None
    summary = element("summary", f"{total:,} refused", class_="open-label")
    return element("details", summary, element("ul", *entries, rest), class_="rejects", open=True)
