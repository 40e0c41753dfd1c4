"""The lanes that serve, asked many queries at a time."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.records import Hit, Query, Ranking

LaneRankings = Mapping[str, Sequence[Ranking]]
"""{lane: one ranking per query, in the order asked}."""


class BatchLanes:
    """Encodes queries in batches and asks the indexes of one generation; a failure is an error here.

    BM25 runs in threads of its own beside the vector lanes: Lucene leaves the interpreter free, the embedded
    vector engine does not. Use as a context manager.

    Args:
        generation: What to ask, see `SearchService.borrow`.
        models: The encoders that serve.
        lanes: Names of the lanes to ask.

    Raises:
        MismatchError: When the loaded models are not those that encoded the generation.
    """

    def __init__(self, generation: OpenGeneration, models: Models, lanes: Sequence[str]) -> None:
        self._generation, self._models, self._lanes = generation, models, tuple(lanes)
        for lane in lanes:
            generation.lane(lane, models)
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
        pending: list[Future[Ranking]] = []
        if "bm25" in self._lanes:
            lane = self._generation.lane("bm25", self._models)
            pending = [self._pool.submit(lane.search, Query(text), depth) for text in texts]
        found = {
            name: [Ranking(name, tuple(hits)) for hits in ask[name](texts, depth)]
            for name in self._lanes
            if name in ask
        }
        if pending:
            found["bm25"] = [future.result() for future in pending]
        return {name: found[name] for name in self._lanes}

    def _dense(self, texts: Sequence[str], depth: int) -> list[Sequence[Hit]]:
        vectors = self._models.dense().encode_queries(texts)
        return [self._generation.store.search_dense(vector, depth) for vector in vectors]

    def _sparse(self, texts: Sequence[str], depth: int) -> list[Sequence[Hit]]:
        vectors = self._models.sparse().encode_queries(texts)
        return [self._generation.store.search_sparse(vector, depth) for vector in vectors]
