"""Cross-encoder scores, each computed once however many systems ask for it."""

from collections.abc import Callable, Sequence

from search_app.protocols import Reranker, VectorStore


class RerankScores:
    """Scores passages for a query and remembers them.

    Args:
        store: Where the texts are.
        reranker: Opens the cross-encoder, on first use.
    """

    def __init__(self, store: VectorStore, reranker: Callable[[], Reranker]) -> None:
        self._store, self._reranker = store, reranker
        self._known: dict[str, dict[str, float]] = {}

    def of(self, query: str, passage_ids: Sequence[str]) -> dict[str, float]:
        """Return {passage id: logit} of these passages."""
        known = self._known.setdefault(query, {})
        missing = [identifier for identifier in passage_ids if identifier not in known]
        if missing:
            passages = [stored.passage for stored in self._store.retrieve(missing)]
            scores = self._reranker().score(query, [passage.full_text for passage in passages])
            known.update((passage.id, float(score)) for passage, score in zip(passages, scores, strict=True))
        return {identifier: known[identifier] for identifier in passage_ids if identifier in known}

    def forget(self) -> None:
        """Drop what is remembered: the queries of a batch do not come back."""
        self._known.clear()
