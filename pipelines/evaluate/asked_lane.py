"""A lane and what it is asked with: the same lane may answer two systems differently."""

from dataclasses import dataclass
from typing import Any

from search_app.lanes import KINDS
from search_app.ranking.profile import Profile


@dataclass(frozen=True, slots=True)
class AskedLane:
    """One way to ask a lane.

    Attributes:
        name: One of `search_app.lanes.LANES`.
        options: See `search_app.lanes.LaneKind`; None for lanes without options.
    """

    name: str
    options: Any = None


def plain_lane(name: str) -> AskedLane:
    """Return how a lane is asked as a system of its own."""
    return AskedLane(name, KINDS[name].plain)


def asked_lane(name: str, profile: Profile) -> AskedLane:
    """Return how a profile asks a lane."""
    return AskedLane(name, profile.lane_options(name))
