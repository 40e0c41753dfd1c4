"""What one lane answers."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry of a ranking.

    Attributes:
        passage_id: See `search_app.records.passage.passage_id`.
        score: The lane's own score, larger is better.
    """

    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """A lane's hits, best first, or the reason why there are none.

    Attributes:
        lane: Name of the lane.
        hits: Best first; ties broken by passage id, so that answers repeat exactly.
        milliseconds: Wall time of the lane.
        failure: One sentence when the lane failed or missed its deadline, else None.
        asked: Number of hits it was asked for; 0 where that is not known.
        rest: What the passages score that are missing in a list shorter than `asked`: those that do not
            match, for a lane that returns what matches. None for a lane that ranks all passages.
    """

    lane: str
    hits: tuple[Hit, ...]
    milliseconds: float = 0.0
    failure: str | None = None
    asked: int = 0
    rest: float | None = None

    def cut(self, depth: int) -> "Ranking":
        """Return the same ranking with its first `depth` hits only."""
        return replace(self, hits=self.hits[:depth], asked=min(self.asked, depth))
