"""The way of one hit through the lanes, the fusion and the reranker, in figures."""

from collections.abc import Sequence

from search_app.records import Ranking, Result
from ui.markup import figures
from ui.markup.html import Html, element
from ui.shell.tooltip import explained


def score_breakdown(result: Result, rankings: Sequence[Ranking]) -> Html:
    """Return a table: rank and score in each lane, then the fused, the rerank and the final score."""
    lanes = [ranking.lane for ranking in rankings if ranking.failure is None] or list(result.lanes)
    head = element(
        "thead",
        element(
            "tr",
            element("th", "Step", scope="col"),
            element("th", "Rank", scope="col", class_="figure"),
            element("th", "Score", scope="col", class_="figure"),
        ),
    )
    lane_rows = [_lane_row(result, lane) for lane in lanes]
    body = element("tbody", *lane_rows, *_score_rows(result))
    caption = element("caption", "How the score came about")
    return element("table", caption, head, body, class_="breakdown")


def _lane_row(result: Result, lane: str) -> Html:
    standing = result.lanes.get(lane)
    if standing is None:
        return _row(lane, "\N{EN DASH}", "not found", class_="absent")
    return _row(lane, f"#{standing.rank}", figures.score(standing.score))


def _score_rows(result: Result) -> list[Html]:
    reranked = "not reranked" if result.rerank_score is None else figures.score(result.rerank_score)
    return [
        _row("fuse", "", figures.score(result.fused_score), class_="sum"),
        _row("rerank", "", reranked, class_="absent" if result.rerank_score is None else ""),
        _row("final", "", figures.score(result.score), class_="final"),
    ]


def _row(stage: str, rank: str, value: str, class_: str = "") -> Html:
    return element(
        "tr",
        element("th", explained(stage), scope="row"),
        element("td", rank, class_="figure"),
        element("td", value, class_="figure"),
        class_=class_ or None,
    )
