"""The figures of an evaluation: a table of all systems, and one measure with its intervals."""

from collections.abc import Mapping, Sequence

from search_app.evaluation.report import EvaluationReport, SystemReport
from ui.markup import figures
from ui.markup.html import Html, element, isolated


def report_card(report: EvaluationReport, measures: Sequence[str]) -> Html:
    """Return what was evaluated, and every system by every measure."""
    heading = element("h2", isolated(report.dataset), element("span", f" · {report.split}", class_="quiet"))
    size = figures.count(len(report.query_ids), "query", "queries")
    told = element(
        "p",
        f"{size}, collection ",
        isolated(report.collection),
        f", {report.created[:16].replace('T', ' ')} UTC",
    )
    notes = [element("li", note) for note in (*report.problems, *report.notes)]
    listed = element("ul", *notes, class_="notes") if notes else None
    return element(
        "article", heading, told, _table(report, measures), listed, class_="card evaluation", tabindex="-1"
    )


def interval_chart(report: EvaluationReport, measure: str) -> Html:
    """Return one line per system: the mean as a dot on its 95 % bootstrap interval, the best one first."""
    systems = sorted(report.systems.items(), key=lambda entry: -entry[1].measures[measure])
    bounds = [_interval(system, measure) for _, system in systems]
    low, high = min(first for first, _ in bounds), max(last for _, last in bounds)
    margin = (high - low) * 0.05 or 0.05
    low, span = low - margin, high - low + 2 * margin
    rows = [
        element(
            "tr",
            element("th", isolated(name), scope="row", class_="token"),
            element("td", _dot(system.measures[measure], interval, low, span), class_="track"),
            element("td", _told(system.measures[measure], interval), class_="figure"),
        )
        for (name, system), interval in zip(systems, bounds, strict=True)
    ]
    caption = element(
        "caption", measure, element("span", " with 95 % bootstrap intervals over the queries", class_="quiet")
    )
    table = element("table", caption, element("tbody", *rows), class_="bars intervals")
    return element("article", table, class_="card evaluation", tabindex="-1")


def _table(report: EvaluationReport, measures: Sequence[str]) -> Html:
    best = {name: max(system.measures[name] for system in report.systems.values()) for name in measures}
    timed = any(system.latency_ms for system in report.systems.values())
    heads = [element("th", "System", scope="col")]
    heads += [element("th", name, scope="col", class_="figure") for name in measures]
    if timed:
        heads.append(element("th", "ms p50 / p95", scope="col", class_="figure"))
    rows = [_row(name, system, best, timed) for name, system in report.systems.items()]
    table = element(
        "table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="systems"
    )
    return element("div", table, class_="wide", tabindex="0", role="group", aria_label="Systems and measures")


def _row(name: str, system: SystemReport, best: Mapping[str, float], timed: bool) -> Html:
    cells = [
        element(
            "td",
            element("strong", measured(value))
            if value == best[measure]
            else element("span", measured(value)),
            class_="figure",
        )
        for measure, value in system.measures.items()
        if measure in best
    ]
    if timed:
        took = " / ".join(
            f"{system.latency_ms[name]:.0f}" for name in ("p50", "p95") if name in system.latency_ms
        )
        cells.append(element("td", took, class_="figure"))
    title = system.description or None
    return element("tr", element("th", isolated(name), scope="row", title=title), *cells)


def measured(value: float) -> str:
    """Return a measure as the field writes it, ".7216"; 1 and more keep their whole part."""
    text = f"{value:.4f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _interval(system: SystemReport, measure: str) -> tuple[float, float]:
    value = system.measures[measure]
    return system.interval.get(measure, (value, value))


def _told(value: float, interval: tuple[float, float]) -> Html:
    words = f" {measured(interval[0])}–{measured(interval[1])}"
    return element("span", element("strong", measured(value)), element("span", words, class_="quiet"))


def _dot(value: float, interval: tuple[float, float], low: float, span: float) -> Html:
    shares = {"start": (interval[0] - low) / span, "share": (interval[1] - interval[0]) / span}
    return element(
        "div",
        element("span", class_="range", shares=shares),
        element("span", class_="dot", shares={"start": (value - low) / span}),
        class_="interval",
        aria_hidden="true",
    )
