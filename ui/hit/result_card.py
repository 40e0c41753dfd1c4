"""One result: what was found, where it stands, and why."""

from collections.abc import Sequence

from search_app.lanes import ALL_LANES
from search_app.records import Ranking, Result
from ui.hit.excerpt import best_part
from ui.hit.metadata_line import metadata_line
from ui.hit.score_breakdown import score_breakdown
from ui.hit.token_chart import expansion_terms, token_chart
from ui.hit.waterfall import waterfall
from ui.markup import figures
from ui.markup.copy_button import copy_button
from ui.markup.highlights import Mark, passage_marks, title_marks
from ui.markup.html import Html, element, isolated, marked
from ui.shell.stage_names import stage_name

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def result_card(result: Result, rank: int, rankings: Sequence[Ranking], opened: bool = False) -> Html:
    """Return the card of one result.

    Args:
        result: What to show.
        rank: Its position in the answer, from 1.
        rankings: Of all lanes asked.
        opened: Whether the explanation is open at first.
    """
    return element(
        "article",
        _header(result, rank),
        _passage(result),
        metadata_line(result.passage.metadata),
        expansion_terms(result),
        _why(result, rankings, opened),
        class_="card",
        tabindex="-1",
        aria_labelledby=f"title-{rank}",
    )


def _header(result: Result, rank: int) -> Html:
    passage = result.passage
    title = passage.title or passage.document_id
    words = element("bdi", marked(title, title_marks(title, result.tokens)), dir="auto")
    number = element("span", element("span", "Result ", class_="unseen"), str(rank), class_="rank")
    heading = element("h3", words, id=f"title-{rank}")
    part = f" · passage {passage.ordinal + 1}" if passage.ordinal else ""
    copy = copy_button(passage.document_id)
    origin = element("div", isolated(passage.document_id), part, " ", copy, class_="origin")
    label = element("span", "score ", class_="quiet")
    score = element("span", label, figures.score(result.score), class_="score")
    return element("header", number, element("div", heading, origin, class_="naming"), score)


def _passage(result: Result) -> Html:
    text = result.passage.text
    marks = passage_marks(text, result.tokens)
    part = best_part(text, result.tokens)
    if part.whole:
        return element("div", marked(text, marks), class_="passage", dir="auto")
    shown = element(
        "div",
        ELLIPSIS + " " if part.start else None,
        marked(text, marks, part.start, part.end),
        " " + ELLIPSIS if part.end < len(text) else None,
        class_="passage excerpt",
        dir="auto",
    )
    return element("div", shown, _whole(text, marks), class_="long")


def _whole(text: str, marks: Sequence[Mark]) -> Html:
    return element(
        "details",
        element("summary", "Show whole passage", class_="open-label"),
        element("div", marked(text, marks), class_="passage full", dir="auto"),
        class_="whole",
    )


def _why(result: Result, rankings: Sequence[Ranking], opened: bool) -> Html:
    summary = element(
        "summary", lane_badges(result, rankings), element("span", "Why this result", class_="more")
    )
    way = element(
        "div",
        score_breakdown(result, rankings),
        waterfall(result.steps, "What each step added", result.score),
        class_="way",
    )
    panel = element("div", way, token_chart(result), class_="panel")
    return element("details", summary, panel, class_="why", open=opened)


def lane_badges(result: Result, rankings: Sequence[Ranking]) -> Html:
    """Return one badge per lane asked: its rank there, or quietly that it is not among its hits.

    Lanes that failed have no badge; the notice above the results names them.
    """
    answered = [ranking.lane for ranking in rankings if ranking.failure is None]
    lanes = answered or list(result.lanes)
    badges = [_badge(result, lane) for lane in lanes]
    return element("ul", *badges, class_="badges", aria_label="Rank in each lane")


def _badge(result: Result, lane: str) -> Html:
    label = stage_name(lane).label
    standing = result.lanes.get(lane)
    if standing is None:
        return element("li", f"not in {label}", class_="badge absent")
    return element(
        "li",
        element("span", class_=f"dot lane-{_css_name(lane)}", aria_hidden="true"),
        f"{label} ",
        element("strong", f"#{standing.rank}"),
        class_="badge",
        title=f"Rank {standing.rank} in {label}, score {figures.score(standing.score)}",
    )


def _css_name(lane: str) -> str:
    return lane if lane in ALL_LANES else "other"
