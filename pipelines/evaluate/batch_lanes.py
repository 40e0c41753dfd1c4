"""The lanes that serve, asked many queries at a time."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from pipelines.evaluate.asked_lane import AskedLane
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.records import Ranking

LaneRankings = Mapping[AskedLane, Sequence[Ranking]]
"""{lane and what it was asked with: one ranking per query, in the order asked}."""


class BatchLanes:
    """Asks lanes for many queries, all lanes at once; a failure is an error here. Use as a context manager.

    Args:
        generation: What to ask, see `SearchService.borrow`.
        models: The encoders that serve.
        lanes: The lanes to ask.

    Raises:
        MismatchError: When the loaded models are not those that encoded the generation.
    """

    def __init__(self, generation: OpenGeneration, models: Models, lanes: Sequence[AskedLane]) -> None:
        self._lanes = {asked: generation.lane(asked.name, models, asked.options) for asked in lanes}
        self._pool = ThreadPoolExecutor(max(1, len(self._lanes)), thread_name_prefix="lane")

    def __enter__(self) -> "BatchLanes":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def ask(self, texts: Sequence[str], depth: int) -> LaneRankings:
        """Return every lane's rankings for these queries, each at most `depth` passages long."""
        pending = {
            asked: self._pool.submit(lane.search_many, texts, depth) for asked, lane in self._lanes.items()
        }
        return {asked: future.result() for asked, future in pending.items()}
