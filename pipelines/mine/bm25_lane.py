"""BM25 over a corpus, in a Lucene index that lives as long as the mining."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from pipelines.mine.lane import Found
from search_app.batched import batched
from search_app.lucene.searcher import LuceneSearcher
from search_app.lucene.writer import LuceneIndexWriter
from search_app.records import Passage
from search_app.text.analysis import DEFAULT, TextAnalysis

_BATCH = 2000


class Bm25MiningLane:
    """A context manager; the same BM25 as the served lane.

    Args:
        passages: (id, text); read once, in batches.
        analysis: How words are made of texts.
    """

    name = "bm25"

    def __init__(self, passages: Iterable[tuple[str, str]], analysis: TextAnalysis = DEFAULT) -> None:
        self._passages, self._analysis = passages, analysis
        self._ids: dict[str, str] = {}

    def __enter__(self) -> "Bm25MiningLane":
        self._scratch = tempfile.TemporaryDirectory(prefix="mine-bm25-")
        folder = Path(self._scratch.name)
        writer = LuceneIndexWriter(folder, self._analysis)
        stream = iter(self._passages)
        for batch in batched(stream, _BATCH):
            entries = [Passage(name, 0, 0, len(text), text) for name, text in batch]
            self._ids.update((entry.id, entry.document_id) for entry in entries)
            writer.upsert(entries)
        writer.close()
        self._searcher = LuceneSearcher(folder, self._analysis)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._searcher.close()
        self._scratch.cleanup()

    def search(self, queries: Sequence[str], depth: int) -> list[Found]:
        """See `MiningLane`."""
        rankings = (self._searcher.search(query, depth) for query in queries)
        return [[(self._ids[hit.passage_id], hit.score) for hit in hits] for hits in rankings]
