"""Exact search with a sparse bundle: an inverted index of one slice of the corpus at a time."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from pipelines.mine.lane import Found
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.records import SparseVector

_BATCH = 256
_ROWS = 65_536

Postings = tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.int64]]
"""Rows and weights in the order of terms, and where each term starts."""


class SparseMiningLane:
    """A context manager. The postings lie in files, one per slice of the corpus; memory holds one slice.

    Args:
        passages: (id, text); read once, in batches.
        bundle: Folder of a sparse bundle.
    """

    name = "sparse"

    def __init__(self, passages: Iterable[tuple[str, str]], bundle: Path) -> None:
        self._passages = passages
        self._encoder = OnnxSparseEncoder(bundle)
        self._ids: list[str] = []
        self._slices: list[tuple[int, int, Path]] = []

    def __enter__(self) -> "SparseMiningLane":
        self._scratch = tempfile.TemporaryDirectory(prefix="mine-sparse-")
        stream = iter(self._passages)
        while rows := list(islice(stream, _ROWS)):
            path = Path(self._scratch.name) / f"{len(self._slices):05d}.npz"
            documents, weights, starts = self._postings([text for _, text in rows])
            np.savez(path, documents=documents, weights=weights, starts=starts)
            self._slices.append((len(self._ids), len(rows), path))
            self._ids += [name for name, _ in rows]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.cleanup()

    def search(self, queries: Sequence[str], depth: int) -> list[Found]:
        """See `MiningLane`."""
        asked = self._encoder.encode_queries(queries)
        best: list[Found] = [[] for _ in queries]
        for start, count, path in self._slices:
            with np.load(path, allow_pickle=False) as file:
                postings = (file["documents"], file["weights"], file["starts"])
            for line, query in enumerate(asked):
                found = self._top(_scores(query, postings, count), start, depth)
                best[line] = sorted(best[line] + found, key=lambda hit: -hit[1])[:depth]
        return best

    def _top(self, scores: NDArray[np.float32], start: int, depth: int) -> Found:
        chosen = np.argpartition(-scores, min(depth, scores.size) - 1)[:depth]
        return [(self._ids[start + row], float(scores[row])) for row in chosen if scores[row] > 0]

    def _vectors(self, texts: Sequence[str]) -> Iterator[SparseVector]:
        for start in range(0, len(texts), _BATCH):
            yield from self._encoder.encode_passages(texts[start : start + _BATCH])

    def _postings(self, texts: Sequence[str]) -> Postings:
        vectors = list(self._vectors(texts))
        documents = np.repeat(np.arange(len(vectors), dtype=np.int32), [v.indices.size for v in vectors])
        terms = np.concatenate([vector.indices for vector in vectors])
        weights = np.concatenate([vector.values for vector in vectors])
        order = np.argsort(terms, kind="stable")
        starts = np.searchsorted(terms[order], np.arange(self._encoder.dimension + 1))
        return documents[order], weights[order], starts


def _scores(query: SparseVector, postings: Postings, count: int) -> NDArray[np.float32]:
    """float32[count], inner products; a passage is once in the posting of a term."""
    documents, weights, starts = postings
    scores = np.zeros(count, dtype=np.float32)
    for term, value in zip(query.indices, query.values, strict=True):
        posting = slice(starts[term], starts[term + 1])
        scores[documents[posting]] += value * weights[posting]
    return scores
