"""What became of one document in one search."""

from search_app.records import LaneStanding, Result, WhyReport
from ui.hit.rerank_share import rerank_share
from ui.hit.token_chart import expansion_terms, token_chart
from ui.hit.waterfall import differences, waterfall
from ui.markup import figures
from ui.markup.copy_button import copy_button
from ui.markup.highlights import passage_marks
from ui.markup.html import Html, element, isolated, marked
from ui.shell.tooltip import explained

_DASH = "\N{EN DASH}"


def why_card(report: WhyReport, explained_result: Result | None) -> Html:
    """Return the whole report on one document.

    Args:
        report: What the engine says.
        explained_result: Its passage with contributions, or None when there are none.
    """
    return element(
        "article",
        _header(report),
        _verdict(report),
        _way(report),
        _passage(report, explained_result),
        _words(explained_result),
        class_="card why-card",
        tabindex="-1",
    )


def comparison_card(report: WhyReport) -> Html | None:
    """Return why one document stands above the other, or None when only one was asked about."""
    other = report.versus
    if other is None or report.comparison is None:
        return None
    title = f"{_title(report)} minus {_title(other)}, step by step"
    chart = differences(report.differences, title)
    return element(
        "article",
        element("p", report.comparison, class_="verdict"),
        chart,
        class_="card why-card",
        tabindex="-1",
    )


def _header(report: WhyReport) -> Html:
    place = f"#{report.final_rank}" if report.final_rank is not None else _DASH
    number = element("span", element("span", "Rank ", class_="unseen"), place, class_="rank")
    part = f" · passage {report.passage.ordinal + 1}" if report.passage and report.passage.ordinal else ""
    origin = element(
        "div", isolated(report.document_id), part, " ", copy_button(report.document_id), class_="origin"
    )
    heading = element("h3", isolated(_title(report)))
    stage = element("span", report.stage, class_=f"stage {'shown' if report.stage == 'shown' else 'dropped'}")
    return element("header", number, element("div", heading, origin, class_="naming"), stage)


def _title(report: WhyReport) -> str:
    return (report.passage.title if report.passage else "") or report.document_id


def _verdict(report: WhyReport) -> Html:
    if report.change is not None:
        change = element("p", report.change.sentence, class_="change")
    elif report.stage in ("shown", "unknown document"):
        change = None
    else:
        words = f"No single change of a setting brings it among the {report.limit} shown."
        change = element("p", words, class_="quiet")
    return element("div", element("p", report.reason, class_="verdict"), change)


def _way(report: WhyReport) -> Html | None:
    if not report.lanes:
        return None
    title = (
        "What each step added to the score" if report.score is not None else "What the lanes gave in fusion"
    )
    chart = waterfall(report.steps, title, report.score)
    steps = element("div", chart, rerank_share(report.rerank_share)) if chart else None
    return element("div", _standings(report), steps, class_="panel")


def _standings(report: WhyReport) -> Html:
    head = [element("th", "Step", scope="col")]
    head += [element("th", name, scope="col", class_="figure") for name in ("Rank", "Score")]
    rows = [_lane_row(lane, standing) for lane, standing in report.lanes.items()]
    rows.append(_row("fuse", report.fused_rank, report.fused_score, "sum"))
    rows.append(_row("rerank", report.rerank_rank, report.rerank_score, ""))
    rows.append(_row("final", report.final_rank, report.score, "final"))
    caption = element("caption", "Where it stands at every step, at any depth")
    return element(
        "table", caption, element("thead", element("tr", *head)), element("tbody", *rows), class_="breakdown"
    )


def _lane_row(lane: str, standing: LaneStanding | None) -> Html:
    if standing is None:
        return element(
            "tr",
            element("th", explained(lane), scope="row"),
            element("td", _DASH, class_="figure"),
            element("td", "no match", class_="figure"),
            class_="absent",
        )
    return _row(lane, standing.rank, standing.score, "")


def _row(stage: str, rank: int | None, score: float | None, class_: str) -> Html:
    return element(
        "tr",
        element("th", explained(stage), scope="row"),
        element("td", _DASH if rank is None else f"#{rank:,}", class_="figure"),
        element("td", _DASH if score is None else figures.score(score), class_="figure"),
        class_=class_ or None,
    )


def _passage(report: WhyReport, result: Result | None) -> Html | None:
    if report.passage is None:
        return None
    tokens = result.tokens if result else ()
    text = report.passage.text
    body = element("div", marked(text, passage_marks(text, tokens)), class_="passage full", dir="auto")
    return element("div", body, expansion_terms(result) if result else None)


def _words(result: Result | None) -> Html | None:
    chart = token_chart(result) if result else None
    return element("div", chart, class_="panel one") if chart else None
