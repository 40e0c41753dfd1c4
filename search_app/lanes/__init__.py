"""The ways of finding passages: one folder a lane, and the registry of all."""

from collections.abc import Mapping

from search_app.lanes import bm25, dense, sparse
from search_app.lanes.feedback import FEEDBACK
from search_app.lanes.kind import LaneKind

KINDS: Mapping[str, LaneKind] = {kind.name: kind for kind in (dense.KIND, sparse.KIND, bm25.KIND)}
"""The lanes that search by the question, in the order they are shown."""
LANES = tuple(KINDS)
ALL_LANES = (*LANES, FEEDBACK)
"""Every lane there is, feedback last, which searches by the first hits of the others."""

__all__ = ["ALL_LANES", "FEEDBACK", "KINDS", "LANES", "LaneKind"]
