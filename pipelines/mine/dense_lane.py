"""Exact search with a dense bundle; the corpus is encoded to a memory-mapped file."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

import numpy as np

from pipelines.mine.lane import Found
from pipelines.retrieve.top_rows import joined, no_rows, top_rows
from search_app.batched import batched
from search_app.encoders.dense import OnnxDenseEncoder

_BATCH = 512
_ROWS = 65_536


class DenseMiningLane:
    """A context manager. Memory holds one slice of the corpus at a time.

    Args:
        passages: (id, text); read once, in batches.
        bundle: Folder of a dense bundle.
    """

    name = "dense"

    def __init__(self, passages: Iterable[tuple[str, str]], bundle: Path) -> None:
        self._passages = passages
        self._encoder = OnnxDenseEncoder(bundle)
        self._ids: list[str] = []

    def __enter__(self) -> "DenseMiningLane":
        self._scratch = tempfile.TemporaryDirectory(prefix="mine-dense-")
        path = Path(self._scratch.name) / "vectors.f32"
        stream = iter(self._passages)
        with path.open("wb") as file:
            for batch in batched(stream, _BATCH):
                self._ids += [name for name, _ in batch]
                file.write(self._encoder.encode_passages([text for _, text in batch]).tobytes())
        shape = (len(self._ids), self._encoder.dimension)
        self._vectors = np.memmap(path, dtype=np.float32, mode="r", shape=shape)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del self._vectors
        self._scratch.cleanup()

    def search(self, queries: Sequence[str], depth: int) -> list[Found]:
        """See `MiningLane`."""
        asked = self._encoder.encode_queries(queries)
        best = no_rows(len(queries))
        for start in range(0, len(self._ids), _ROWS):
            scores = asked @ np.asarray(self._vectors[start : start + _ROWS]).T
            values, rows = top_rows(scores, depth)
            best = joined(best, (values, rows + start), depth)
        return [
            [(self._ids[place], float(score)) for score, place in zip(*row, strict=True)]
            for row in zip(*best, strict=True)
        ]
