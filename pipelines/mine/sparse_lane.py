"""Exact search with a sparse bundle: an inverted index of one slice of the corpus at a time."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from pipelines.mine.lane import Found
from pipelines.retrieve.postings import Postings, inner_products, postings_of
from pipelines.retrieve.top_rows import joined, no_rows, top_rows
from search_app.batched import batched
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.records import SparseVector

_BATCH = 256
_ROWS = 65_536


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
        for rows in batched(stream, _ROWS):
            path = Path(self._scratch.name) / f"{len(self._slices):05d}.npz"
            postings = postings_of(list(self._vectors([text for _, text in rows])), self._encoder.dimension)
            np.savez(path, rows=postings.rows, weights=postings.weights, starts=postings.starts)
            self._slices.append((len(self._ids), len(rows), path))
            self._ids += [name for name, _ in rows]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scratch.cleanup()

    def search(self, queries: Sequence[str], depth: int) -> list[Found]:
        """See `MiningLane`."""
        if not queries:
            return []
        asked = self._encoder.encode_queries(queries)
        best = no_rows(len(queries))
        for start, count, path in self._slices:
            with np.load(path, allow_pickle=False) as file:
                postings = Postings(file["rows"], file["weights"], file["starts"])
            found = [top_rows(inner_products(query, postings, count)[None], depth) for query in asked]
            values, rows = (np.concatenate(parts) for parts in zip(*found, strict=True))
            best = joined(best, (values, rows + start), depth)
        return [
            [(self._ids[place], float(score)) for score, place in zip(*row, strict=True) if score > 0]
            for row in zip(*best, strict=True)
        ]

    def _vectors(self, texts: Sequence[str]) -> Iterator[SparseVector]:
        for start in range(0, len(texts), _BATCH):
            yield from self._encoder.encode_passages(texts[start : start + _BATCH])
