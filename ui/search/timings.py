"""How long the search took, where the time went, what counted how much, and what it searched by again."""

from collections.abc import Sequence

from search_app.lanes import FEEDBACK
from search_app.records import Answer, FeedbackSource
from ui.hit.rerank_share import rerank_share
from ui.markup import figures
from ui.markup.html import Html, element, isolated
from ui.shell.tooltip import explained

_TOTAL = "total"
_LEAST_SHARE = 0.01


def timings(answer: Answer, first: int, last: int) -> Html:
    """Return one line above the results; opening it shows the stages, and what feedback went by.

    Args:
        answer: What was answered.
        first: Position of the first result shown, from 1.
        last: Position of the last result shown.
    """
    found = len(answer.results)
    shown = (
        figures.count(found, "result") if last - first + 1 == found else f"{first}–{last} of {found} results"
    )
    total = answer.timings_ms.get(_TOTAL)
    summary = element(
        "summary",
        element("strong", shown),
        element("span", f" in {figures.duration(total)}") if total is not None else None,
        " ",
        element("span", "where the time went", class_="more"),
    )
    return element(
        "details",
        summary,
        _stages(answer),
        rerank_share(answer.rerank_share),
        _feedback(answer.feedback),
        class_="timings",
    )


def _stages(answer: Answer) -> Html:
    rows = {stage: spent for stage, spent in answer.timings_ms.items() if stage != _TOTAL}
    lanes = {
        ranking.lane: ranking.milliseconds
        for ranking in answer.rankings
        if ranking.failure is None and ranking.lane != FEEDBACK
    }
    longest = max([*rows.values(), *lanes.values(), 0.001])
    written: list[Html] = []
    for stage, spent in rows.items():
        written.append(_row(stage, spent, longest))
        if stage == "lanes":
            written += [_row(lane, took, longest, class_="inner") for lane, took in lanes.items()]
    return element(
        "table", element("caption", "Time of each stage"), element("tbody", *written), class_="bars"
    )


def _row(stage: str, spent: float, longest: float, class_: str = "") -> Html:
    bar = element("span", class_="bar time", shares={"share": spent / longest}, aria_hidden="true")
    return element(
        "tr",
        element("th", explained(stage), scope="row", class_="token"),
        element("td", bar, class_="track"),
        element("td", figures.duration(spent), class_="figure"),
        class_=class_ or None,
    )


def _feedback(sources: Sequence[FeedbackSource]) -> Html | None:
    if not sources:
        return None
    heaviest = max(source.weight for source in sources)
    shown = [source for source in sources if source.weight >= _LEAST_SHARE]
    rows = [_source_row(source, source.weight / heaviest) for source in shown]
    if len(shown) < len(sources):
        rest = f"{len(sources) - len(shown)} more, less than {_LEAST_SHARE:.0%} each"
        rows.append(element("tr", element("th", rest, scope="row", class_="token quiet")))
    caption = element("caption", "First hits that ", explained(FEEDBACK), " searched by")
    return element("table", caption, element("tbody", *rows), class_="bars sources")


def _source_row(source: FeedbackSource, share: float) -> Html:
    passage = source.passage
    bar = element("span", class_="bar lane-feedback", shares={"share": share}, aria_hidden="true")
    return element(
        "tr",
        element("th", isolated(passage.title or passage.document_id), scope="row", class_="token"),
        element("td", bar, class_="track"),
        element("td", f"{source.weight:.0%}", class_="figure"),
    )
