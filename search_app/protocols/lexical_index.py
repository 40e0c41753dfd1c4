"""The BM25 side: an inverted index that is written by jobs and searched by the lane."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from search_app.records import Hit, Passage, SearchFilter, TokenContribution


class LexicalIndexWriter(Protocol):
    """Writes one generation's index. One writer at a time."""

    def upsert(self, passages: Sequence[Passage]) -> None:
        """Insert or replace by passage id: the same id twice leaves one entry."""

    def delete(self, passage_ids: Iterable[str]) -> None:
        """Remove; unknown ids are no error."""

    def commit(self) -> None:
        """Make everything so far durable and visible to searchers opened afterwards."""

    def close(self) -> None:
        """Commit and release the index."""


class LexicalSearcher(Protocol):
    """Searches a committed index. Thread-safe."""

    @property
    def holds_positions(self) -> bool:
        """False for an index written before pairs of words counted; it is searched without them."""

    def search(
        self, text: str, limit: int, where: SearchFilter | None = None, pairs: float = 0.0
    ) -> list[Hit]:
        """Return the BM25 ranking; an empty list when no term of `text` is indexed. Never parses syntax.

        Args:
            text: The question.
            limit: Most hits.
            where: Only passages that pass.
            pairs: What the question's neighbouring words count where they stand together, beside what each
                counts by itself; 0 is plain BM25.
        """

    def explain(self, text: str, passage: Passage, pairs: float = 0.0) -> list[TokenContribution]:
        """Return the contributions from Lucene's own explanation; they sum to the score of `search`."""

    def count(self) -> int:
        """Number of passages indexed."""

    def ids(self, where: SearchFilter | None = None) -> Iterator[str]:
        """All passage ids that pass the filter, in any order; an id indexed twice comes twice."""

    def languages(self) -> Mapping[str, int]:
        """{language: number of passages analysed by it}, largest first; empty where one serves all."""

    def check_integrity(self) -> None:
        """Read every file of the index; raises `CorruptError` when one is not as it was written."""

    def close(self) -> None:
        """Release the index."""
