"""The stored texts and the cross-encoder, as a search reads them."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from search_app.engine.models import Models
from search_app.engine.open_generation import OpenGeneration
from search_app.errors import SearchAppError
from search_app.protocols import Reranker
from search_app.records import Passage, Query, Reading
from search_app.rerankers.readings import readings


class LiveReader:
    """See `search_app.ranking.lists.Reader`. What fails is named and left out.

    Args:
        generation: Where the texts are.
        query: What was asked.

    Attributes:
        passages: {passage id: passage} of what was fetched.
        failures: {"fetch" or "rerank": why it is missing}.
        reranker: The cross-encoder, or None when it was not asked for or could not be loaded.
    """

    def __init__(self, generation: OpenGeneration, query: Query) -> None:
        self._generation, self._query = generation, query
        self.passages: dict[str, Passage] = {}
        self.failures: dict[str, str] = {}
        self.reranker: Reranker | None = None

    def loading(self, models: Models, pool: ThreadPoolExecutor) -> "Future[None]":
        """Start loading the cross-encoder."""
        return pool.submit(self._load, models)

    def present(self, passage_ids: Sequence[str]) -> Collection[str]:
        """See `search_app.ranking.lists.Reader`."""
        stored = self._generation.store.retrieve(passage_ids)
        self.passages = {entry.passage.id: entry.passage for entry in stored}
        missing = len(passage_ids) - len(self.passages)
        if missing:
            self.failures["fetch"] = (
                f"{missing} of the {len(passage_ids)} best hits have no stored text: the lanes are out of "
                f"step. Run `search-app collections verify {self._generation.name}`."
            )
        return self.passages

    def read(self, passage_ids: Sequence[str]) -> Mapping[str, Reading]:
        """See `search_app.ranking.lists.Reader`."""
        if self.reranker is None:
            return {}
        try:
            return readings(self.reranker, self._query.text, [self.passages[each] for each in passage_ids])
        except SearchAppError as error:
            self.failures["rerank"] = str(error)
            return {}

    def _load(self, models: Models) -> None:
        try:
            self.reranker = models.reranker()
        except SearchAppError as error:
            self.failures["rerank"] = str(error)
