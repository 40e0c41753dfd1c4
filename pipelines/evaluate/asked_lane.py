"""A lane and what it is asked with: the same lane may answer two systems differently."""

from dataclasses import dataclass

from search_app.engine.profile import Profile


@dataclass(frozen=True, slots=True)
class AskedLane:
    """One way to ask a lane.

    Attributes:
        name: One of `search_app.engine.profile.LANES`.
        bm25_pairs: See `search_app.engine.profile.Profile`; 0 for lanes other than BM25.
    """

    name: str
    bm25_pairs: float = 0.0


def asked_lane(name: str, profile: Profile) -> AskedLane:
    """Return how a profile asks a lane."""
    return AskedLane(name, profile.bm25_pairs if name == "bm25" else 0.0)
