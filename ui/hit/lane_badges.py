"""Where each lane placed a hit, in one glance."""

from collections.abc import Sequence

from search_app.lanes import ALL_LANES
from search_app.records import Ranking, Result
from ui.markup import figures
from ui.markup.html import Html, element
from ui.shell.stage_names import stage_name


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
