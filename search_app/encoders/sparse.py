"""The learned sparse encoder (SPLADE, Formal et al. 2021), with or without inference for queries."""

import threading
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_app.encoders.bundle_model import BundleModel
from search_app.encoders.query_weights import FILE_NAME, read_query_weights
from search_app.encoders.session import Device
from search_app.encoders.tokenisation import TokenRow
from search_app.records import SparseVector

_SOURCES = "sources"


class OnnxSparseEncoder:
    """See `search_app.protocols.SparseEncoder`, `ExpansionSourceEncoder`, `PassageWindow`. Thread-safe.

    Passages go through the graph. Queries do too, unless the bundle has `query_weights.npy`: then a
    query weighs each of its distinct tokens by that table, and the graph is never loaded for searching.

    Args:
        folder: A bundle of kind "sparse".
        threads: Threads of one run; None leaves it to the runtime.
        device: See `search_app.encoders.session.OnnxSession`.

    Raises:
        CorruptError: When a file of the bundle is missing, altered or unreadable.
        MismatchError: When the bundle is of another kind.
    """

    def __init__(self, folder: Path, threads: int | None = None, device: Device = "cpu") -> None:
        self.model = BundleModel(folder, "sparse", threads, device)
        self._inference_free = FILE_NAME in self.model.manifest.files
        self._lock = threading.Lock()
        self._weights: NDArray[np.float32] | None = None

    @property
    def fingerprint(self) -> str:
        """Hash of everything that changes its vectors."""
        return self.model.manifest.fingerprint

    @property
    def dimension(self) -> int:
        """Size of the vocabulary; every index is below it."""
        return self.model.manifest.dimension

    @property
    def passage_room(self) -> int:
        """See `search_app.protocols.PassageWindow`."""
        return self.model.passage_room

    def token_starts(self, text: str) -> list[int]:
        """See `search_app.protocols.PassageWindow`."""
        return self.model.token_starts(text)

    def load(self) -> None:
        """Read what queries need now; otherwise the first query pays for it."""
        if self._inference_free:
            self._query_weights()
            _ = self.model.tokenizer
        else:
            self.model.load()

    def encode_passages(self, texts: Sequence[str]) -> list[SparseVector]:
        """Return one vector per text, in the order given."""
        return self.encode_rows(self.model.passage_rows(texts))

    def encode_queries(self, texts: Sequence[str]) -> list[SparseVector]:
        """Return one vector per text, in the order given; empty for a query of no known token."""
        if self._inference_free:
            return [self._look_up(text) for text in self.model.prompted(texts, "query")]
        return self.encode_rows(self.model.query_rows(texts))

    def encode_rows(self, rows: Sequence[TokenRow]) -> list[SparseVector]:
        """Return one vector per row, for texts that are tokenised already."""
        vectors: dict[int, SparseVector] = {}
        for positions, (weights,) in self.model.batches(rows, ["weights"]):
            for position, row in zip(positions, weights.astype(np.float32, copy=False), strict=True):
                vectors[position] = SparseVector.from_weights(row)
        return [vectors[position] for position in range(len(rows))]

    def token(self, index: int) -> str:
        """Return the vocabulary entry, within a word marked as in `##ing`; "latent n" for CSR."""
        return f"latent {index}" if self._latent() else self.model.tokenizer.entry(index)

    def token_spans(self, text: str) -> list[tuple[int, int, int]]:
        """Return (vocabulary id, start, end) for each token of `text`, special tokens left out.

        Offsets count characters of `text`. Not truncated to the model's window. Empty where the vector's
        entries are latents, which no token stands for.
        """
        if self._latent():
            return []
        return self.model.tokenizer.spans(text)

    def expansion_sources(
        self, texts: Sequence[str], entries: Sequence[Collection[int]]
    ) -> list[dict[int, tuple[int, int]]]:
        """Return for each passage {vocabulary id: (start, end) of the token whose logit won the maximum}.

        Of the ids in `entries`, aligned with `texts`; what a special token won is left out.
        """
        if not self.model.has_output(_SOURCES):
            return [{} for _ in texts]
        rows, spans = self.model.passage_rows_with_spans(texts)
        found: list[dict[int, tuple[int, int]]] = [{} for _ in texts]
        for positions, (sources,) in self.model.batches(rows, [_SOURCES]):
            for position, winners in zip(positions, sources, strict=True):
                places = {entry: spans[position][int(winners[entry])] for entry in entries[position]}
                found[position] = {entry: place for entry, place in places.items() if place is not None}
        return found

    def _latent(self) -> bool:
        """Whether vectors are over an autoencoder's latents (CSR) instead of the vocabulary."""
        said = self.model.manifest.latent
        return self.dimension < self.model.tokenizer.vocabulary_size if said is None else said

    def _look_up(self, text: str) -> SparseVector:
        window = self.model.manifest.max_query_tokens
        indices = np.unique(np.array(self.model.tokenizer.ids(text, window), dtype=np.uint32))
        values = self._query_weights()[indices]
        return SparseVector(indices[values > 0], values[values > 0])

    def _query_weights(self) -> NDArray[np.float32]:
        with self._lock:
            if self._weights is None:
                self._weights = read_query_weights(self.model.folder, self.dimension)
            return self._weights
