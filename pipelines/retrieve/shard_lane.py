"""Exact search over shards of vectors, with the model that made them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.mine.lane import Found
from pipelines.retrieve.encode_corpus import DONE, encode, load_encoder
from pipelines.retrieve.top_rows import Top, joined, no_rows, top_rows
from search_app.errors import CorruptError

_ROWS = 65_536


class ShardLane:
    """A `MiningLane` by inner product. Memory holds a slice of a shard; ask many queries at once.

    Args:
        model: Folder of the bi-encoder.
        shards: What `encode_corpus` wrote with it.
        batch_size: Queries encoded at once.
        half: See `encode_corpus`.

    Raises:
        CorruptError: When the shards are not complete.
    """

    name = "dense"

    def __init__(self, model: Path, shards: Path, batch_size: int, half: bool = False) -> None:
        if not (shards / DONE).is_file():
            raise CorruptError(f"{shards} has no {DONE}", "shards of a whole collection", "run the job again")
        self._files = sorted(shards.glob("shard-*.npy"))
        self._encoder = load_encoder(model, half)
        self._batch_size = batch_size

    def search(self, queries: Sequence[str], depth: int) -> list[Found]:
        """See `MiningLane`."""
        asked = encode(self._encoder, queries, self._batch_size, query=True)
        best, start = no_rows(len(queries)), 0
        for vectors in self._slices():
            values, rows = _top(asked, vectors, depth)
            best = joined(best, (values, rows + start), depth)
            start += len(vectors)
        scores, places = best
        names = self._names(np.unique(places))
        return [
            [(names[int(place)], float(score)) for place, score in zip(*row, strict=True)]
            for row in zip(places, scores, strict=True)
        ]

    def _slices(self) -> Iterator[NDArray[np.float32]]:
        """The vectors in pieces, so that queries × rows of scores stay in memory, a GPU's as well."""
        for file in self._files:
            vectors = np.load(file, mmap_mode="r", allow_pickle=False)
            for start in range(0, len(vectors), _ROWS):
                yield vectors[start : start + _ROWS]

    def _names(self, places: NDArray[np.int64]) -> dict[int, str]:
        """{place in the collection: id}, reading the ids of one shard at a time."""
        found: dict[int, str] = {}
        start = 0
        for file in self._files:
            ids = file.with_suffix(".ids").read_text(encoding="utf-8").split("\n")[:-1]
            inside = places[(places >= start) & (places < start + len(ids))]
            found.update((int(place), ids[int(place) - start]) for place in inside)
            start += len(ids)
        return found


def _top(asked: NDArray[np.float32], vectors: NDArray[np.float32], depth: int) -> Top:
    """Scores and rows of the best; found on the GPU where there is one, which orders ties as it likes."""
    import torch

    if not torch.cuda.is_available():
        return top_rows(asked @ np.asarray(vectors, dtype=np.float32).T, depth)
    with torch.inference_mode():
        matrix = torch.from_numpy(np.array(vectors)).to("cuda").float()
        found = torch.topk(torch.from_numpy(asked).to("cuda") @ matrix.T, min(depth, len(vectors)), dim=1)
    return found.values.cpu().numpy(), found.indices.cpu().numpy()
