"""One result: what was found, where it stands, and why."""

from collections.abc import Mapping, Sequence

from search_app.lanes import ALL_LANES
from search_app.records import Ranking, Result
from ui.hit.excerpt import best_part
from ui.hit.metadata_line import metadata_line
from ui.hit.plain_line import plain_line, question_words
from ui.hit.score_breakdown import score_breakdown
from ui.hit.token_chart import expansion_terms, token_chart
from ui.hit.waterfall import waterfall
from ui.markup import figures
from ui.markup.copy_button import copy_button
from ui.markup.highlights import Mark, passage_marks, title_marks
from ui.markup.html import Html, element, isolated, marked, page_link
from ui.shell.stage_names import stage_name

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def result_card(
    result: Result,
    rank: int,
    rankings: Sequence[Ranking],
    link: Mapping[str, str] | None = None,
    expert: bool = False,
) -> Html:
    """Return the card of one result.

    Args:
        result: What to show.
        rank: Its position in the answer, from 1.
        rankings: Of all lanes asked.
        link: Parameters of the document page the title leads to; None for a title that leads nowhere.
        expert: Whether scores, ranks and ids are shown.
    """
    return element(
        "article",
        _header(result, rank, link, expert),
        _passage(result, expert),
        metadata_line(result.passage.metadata),
        _why(result, rankings, expert),
        class_="card",
        tabindex="-1",
        aria_labelledby=f"title-{rank}",
    )


def _header(result: Result, rank: int, link: Mapping[str, str] | None, expert: bool) -> Html:
    passage = result.passage
    title = passage.title or passage.document_id
    words = element("bdi", marked(title, title_marks(title, question_words(result.tokens))), dir="auto")
    if link is not None:
        words = page_link("document", link, words, class_="title-link")
    number = element("span", element("span", "Result ", class_="unseen"), str(rank), class_="rank")
    heading = element("h3", words, id=f"title-{rank}")
    part = f" · passage {passage.ordinal + 1}" if passage.ordinal else ""
    if not expert:
        place = element("span", part, class_="quiet") if part else None
        return element("header", number, element("div", heading, place, class_="naming"))
    copy = copy_button(passage.document_id)
    origin = element("div", isolated(passage.document_id), part, " ", copy, class_="origin")
    label = element("span", "score ", class_="quiet")
    score = element("span", label, figures.score(result.score), class_="score")
    return element("header", number, element("div", heading, origin, class_="naming"), score)


def _passage(result: Result, expert: bool) -> Html:
    text = result.passage.text
    marks = passage_marks(text, question_words(result.tokens))
    kind = "passage code" if _is_code(text) else "passage"
    part = best_part(text, result.tokens)
    if part.whole:
        return element("div", marked(text, marks), class_=kind, dir="auto")
    shown = element(
        "div",
        ELLIPSIS + " " if part.start else None,
        marked(text, marks, part.start, part.end),
        " " + ELLIPSIS if part.end < len(text) else None,
        class_=f"{kind} excerpt",
        dir="auto",
    )
    return element("div", shown, _whole(text, marks), class_="long") if expert else shown


def _is_code(text: str) -> bool:
    """Tell whether line breaks and indents mean something: two lines or more are indented."""
    return sum(line.startswith(("    ", "\t")) for line in text.splitlines() if line.strip()) > 1


def _whole(text: str, marks: Sequence[Mark]) -> Html:
    return element(
        "details",
        element("summary", "Show whole passage", class_="open-label"),
        element("div", marked(text, marks), class_="passage full", dir="auto"),
        class_="whole",
    )


def _why(result: Result, rankings: Sequence[Ranking], expert: bool) -> Html:
    told = lane_badges(result, rankings) if expert else plain_line(result)
    summary = element("summary", told, element("span", "Why this result", class_="more"))
    way = element(
        "div",
        score_breakdown(result, rankings),
        waterfall(result.steps, "What each step added", result.score),
        class_="way",
    )
    words = element("div", token_chart(result), expansion_terms(result))
    return element("details", summary, element("div", way, words, class_="panel"), class_="why")


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
