"""How a score builds up, step by step."""

from collections.abc import Sequence

from search_app.lanes import ALL_LANES
from search_app.records import ScoreStep
from ui.markup import figures
from ui.markup.html import Html, element
from ui.shell.stage_names import stage_name
from ui.shell.tooltip import explained

_RERANK = "rerank"


def waterfall(steps: Sequence[ScoreStep], title: str, total: float | None = None) -> Html | None:
    """Return the steps as bars that each begin where the one before ended, or None without steps.

    Args:
        steps: Summands.
        title: Of the chart.
        total: What they sum to, shown last; None when the sum means nothing to the reader.
    """
    if not steps:
        return None
    ends = [0.0]
    for step in steps:
        ends.append(ends[-1] + step.value)
    low, high = min(ends), max(ends)
    span = (high - low) or 1.0
    rows = [
        _row(step, (min(start, end) - low) / span, abs(end - start) / span)
        for step, start, end in zip(steps, ends, ends[1:], strict=False)
    ]
    if total is not None:
        rows.append(_total_row(total, (min(0.0, total) - low) / span, abs(total) / span))
    return element("table", element("caption", title), element("tbody", *rows), class_="bars waterfall")


def differences(steps: Sequence[ScoreStep], title: str) -> Html | None:
    """Return steps of either sign as bars to the left and the right of a middle line, or None."""
    if not steps:
        return None
    widest = max(abs(step.value) for step in steps) or 1.0
    rows = []
    for step in steps:
        share = abs(step.value) / widest / 2
        rows.append(_row(step, 0.5 if step.value >= 0 else 0.5 - share, share))
    return element(
        "table", element("caption", title), element("tbody", *rows), class_="bars waterfall middle"
    )


def _row(step: ScoreStep, start: float, share: float) -> Html:
    lane = step.lane or ""
    colour = f"lane-{lane}" if lane in ALL_LANES else step.stage
    sign = "" if step.value < 0 else "+"
    return element(
        "tr",
        element("th", _name(step), scope="row", class_="token"),
        element("td", _bar(colour, start, share), class_="track"),
        element("td", f"{sign}{figures.score(step.value)}", class_="figure"),
        class_=f"step {step.stage}",
    )


def _total_row(total: float, start: float, share: float) -> Html:
    return element(
        "tr",
        element("th", explained("final"), scope="row", class_="token"),
        element("td", _bar("total", start, share), class_="track"),
        element("td", figures.score(total), class_="figure"),
        class_="final",
    )


def _bar(colour: str, start: float, share: float) -> Html:
    shares = {"start": max(0.0, start), "share": share}
    return element("span", class_=f"bar {colour}", shares=shares, aria_hidden="true")


def _name(step: ScoreStep) -> Html:
    if step.lane:
        return explained(step.lane)
    return explained(_RERANK) if step.stage == _RERANK else element("span", stage_name(step.label).label)
