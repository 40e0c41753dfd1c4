"""A profile: everything about a search that can be tuned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from search_app.errors import BadInputError
from search_app.fusion import FusionRule
from search_app.lanes import ALL_LANES, KINDS, LANES, SERVED_LANES
from search_app.lanes.feedback import FEEDBACK, Feedback
from search_app.ranking.rerank import Rerank
from search_app.records import Query
from search_app.records.setting import check_settings, setting

FORMAT = 2
"""Version of the meaning of profile files that are written now."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How rankings are made, fused and reranked. The defaults are those that are served.

    Attributes:
        name: File name without its suffix.
        lanes: Lanes to ask by the question, some of `LANES`.
        depth: Hits taken from each lane.
        options: {lane: what it is asked with}; a lane that is not named has the options of its kind.
        fusion: How their rankings become one.
        feedback: The lane that searches by the first hits of the others, or None.
        rerank: What the cross-encoder reads and counts, or None.
        lane_deadline_ms: A lane that has not answered by then is reported as degraded.
        provenance: What it was learned on, when, and what it reached; not used in searching.
    """

    name: str = "default"
    lanes: tuple[str, ...] = SERVED_LANES
    depth: int = setting(200, "hits taken from each lane", low=1, high=1000, tried=(100, 200))
    options: Mapping[str, Any] = field(default_factory=dict)
    fusion: FusionRule = field(default_factory=FusionRule)
    feedback: Feedback | None = field(default_factory=Feedback)
    rerank: Rerank | None = field(default_factory=Rerank)
    lane_deadline_ms: float = setting(5000.0, "a lane that has not answered by then is left out", low=0.0)
    provenance: Mapping[str, str | float | int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_lanes(self.lanes)
        _check_known((*self.fusion.weights, *self.options))
        options = {lane: self.lane_options(lane) for lane in LANES if KINDS[lane].options is not None}
        object.__setattr__(self, "options", options)
        check_settings(self, f"profile {self.name!r}")

    @property
    def every_lane(self) -> tuple[str, ...]:
        """All lanes that take part, feedback last."""
        return (*self.lanes, FEEDBACK) if self.feedback else self.lanes

    def lane_options(self, lane: str) -> Any:
        """Return what a lane is asked with; None for a kind without options."""
        return self.options.get(lane, KINDS[lane].options)

    def asked(self, query: Query) -> "Profile":
        """Return the profile with what a query overrides: its lanes, and whether it may be reranked."""
        check_lanes(query.lanes or ())
        changed = self if query.rerank else replace(self, rerank=None)
        if not query.lanes:
            return changed
        lanes = tuple(lane for lane in query.lanes if lane != FEEDBACK)
        feedback = (self.feedback or Feedback()) if FEEDBACK in query.lanes else None
        return replace(changed, lanes=lanes, feedback=feedback)

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        asked = [KINDS[lane].summary(self.lane_options(lane)) for lane in self.lanes]
        rerank = self.rerank.summary if self.rerank else ""
        said = [self.fusion.summary(self.every_lane), *asked, f"depth {self.depth}", rerank]
        return "; ".join(filter(None, said))


def check_lanes(names: tuple[str, ...]) -> None:
    """Raise `BadInputError` unless every name is a lane, and feedback has another one's hits to go by."""
    _check_known(names)
    if names == (FEEDBACK,):
        raise BadInputError(
            f"lane {FEEDBACK!r} alone",
            f"at least one of {', '.join(LANES)} beside it: it searches by their first hits",
            f"add one, as in --lanes bm25,{FEEDBACK}",
        )


def _check_known(names: tuple[str, ...]) -> None:
    unknown = [name for name in names if name not in ALL_LANES]
    if unknown:
        raise BadInputError(
            f"unknown lane {', '.join(map(repr, unknown))}",
            f"some of {', '.join(ALL_LANES)}",
            "separate lanes by commas, as in --lanes dense,bm25",
        )
