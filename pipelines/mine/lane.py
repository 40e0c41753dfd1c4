"""What negatives are mined from."""

from collections.abc import Sequence
from typing import Protocol

Found = list[tuple[str, float]]
"""(passage id, score), best first."""


class MiningLane(Protocol):
    """A ranking over one corpus."""

    name: str

    def search(self, queries: Sequence[str], depth: int) -> list[Found]:
        """Return the best `depth` passages of each query."""
