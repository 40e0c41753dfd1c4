"""What the cross-encoder makes of passages, each read once however many systems ask for it."""

from collections.abc import Callable, Sequence

from search_app.protocols import Reranker, VectorStore
from search_app.records import Reading
from search_app.rerankers.readings import readings


class PassageReadings:
    """Reads passages for a query and remembers them.

    Args:
        store: Where the texts are.
        reranker: Opens the cross-encoder, on first use.
    """

    def __init__(self, store: VectorStore, reranker: Callable[[], Reranker]) -> None:
        self._store, self._reranker = store, reranker
        self._known: dict[str, dict[str, Reading]] = {}

    def of(self, query: str, passage_ids: Sequence[str]) -> dict[str, Reading]:
        """Return {passage id: reading} of these passages."""
        known = self._known.setdefault(query, {})
        missing = [identifier for identifier in passage_ids if identifier not in known]
        if missing:
            passages = [stored.passage for stored in self._store.retrieve(missing)]
            known.update(readings(self._reranker(), query, passages))
        return {identifier: known[identifier] for identifier in passage_ids if identifier in known}

    def forget(self) -> None:
        """Drop what is remembered: the queries of a batch do not come back."""
        self._known.clear()
