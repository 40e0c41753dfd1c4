"""The ways of finding passages: one folder a lane, and the registry of all."""

from collections.abc import Mapping

from search_app.fusion import SERVED_WEIGHTS
from search_app.lanes import bm25, dense, feedback, sparse
from search_app.lanes.feedback import FEEDBACK
from search_app.lanes.kind import LaneKind, LaneWords

KINDS: Mapping[str, LaneKind] = {kind.name: kind for kind in (dense.KIND, sparse.KIND, bm25.KIND)}
"""The lanes that search by the question, in the order they are shown."""
LANES = tuple(KINDS)
SERVED_LANES = tuple(lane for lane in LANES if lane in SERVED_WEIGHTS)
"""Those that are asked where a profile names none."""
ALL_LANES = (*LANES, FEEDBACK)
"""Every lane there is, feedback last, which searches by the first hits of the others."""
LANE_WORDS: Mapping[str, LaneWords] = {
    **{kind.name: kind.words for kind in KINDS.values()},
    FEEDBACK: feedback.WORDS,
}
"""{lane: how people read of it}."""

__all__ = [
    "ALL_LANES",
    "FEEDBACK",
    "KINDS",
    "LANES",
    "LANE_WORDS",
    "SERVED_LANES",
    "LaneKind",
    "LaneWords",
]
