"""The lanes that serve, asked many queries at a time."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from pipelines.evaluate.asked_lane import AskedLane
from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.records import Hit, Query, Ranking

LaneRankings = Mapping[AskedLane, Sequence[Ranking]]
"""{lane and what it was asked with: one ranking per query, in the order asked}."""


class BatchLanes:
    """Encodes queries in batches and asks the indexes of one generation; a failure is an error here.

    BM25 runs in threads of its own beside the vector lanes: Lucene leaves the interpreter free, the embedded
    vector engine does not. Use as a context manager.

    Args:
        generation: What to ask, see `SearchService.borrow`.
        models: The encoders that serve.
        lanes: The lanes to ask.

    Raises:
        MismatchError: When the loaded models are not those that encoded the generation.
    """

    def __init__(self, generation: OpenGeneration, models: Models, lanes: Sequence[AskedLane]) -> None:
        self._generation, self._models, self._lanes = generation, models, tuple(lanes)
        for lane in lanes:
            generation.lane(lane.name, models, lane.bm25_pairs)
        self._pool = ThreadPoolExecutor(os.cpu_count(), thread_name_prefix="bm25")

    def __enter__(self) -> "BatchLanes":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def ask(self, texts: Sequence[str], depth: int) -> LaneRankings:
        """Return every lane's rankings for these queries, each at most `depth` passages long."""
        ask: dict[str, Callable[[Sequence[str], int], list[Sequence[Hit]]]] = {
            "dense": self._dense,
            "sparse": self._sparse,
        }
        pending = {lane: self._bm25(lane, texts, depth) for lane in self._lanes if lane.name not in ask}
        found = {
            lane: [Ranking(lane.name, tuple(hits)) for hits in ask[lane.name](texts, depth)]
            for lane in self._lanes
            if lane.name in ask
        }
        found |= {lane: [future.result() for future in futures] for lane, futures in pending.items()}
        return {lane: found[lane] for lane in self._lanes}

    def _bm25(self, asked: AskedLane, texts: Sequence[str], depth: int) -> list[Future[Ranking]]:
        lane = self._generation.lane(asked.name, self._models, asked.bm25_pairs)
        return [self._pool.submit(lane.search, Query(text), depth) for text in texts]

    def _dense(self, texts: Sequence[str], depth: int) -> list[Sequence[Hit]]:
        vectors = self._models.dense().encode_queries(texts)
        return [self._generation.store.search_dense(vector, depth) for vector in vectors]

    def _sparse(self, texts: Sequence[str], depth: int) -> list[Sequence[Hit]]:
        vectors = self._models.sparse().encode_queries(texts)
        return [self._generation.store.search_sparse(vector, depth) for vector in vectors]
