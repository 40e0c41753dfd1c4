"""The dense bi-encoder: pooling and normalisation happen inside the graph."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_app.encoders.bundle_model import BundleModel
from search_app.encoders.session import Device
from search_app.encoders.tokenisation import TokenRow
from search_app.protocols import TokenVectors

_PARTS = "token_vectors"


class OnnxDenseEncoder:
    """See `search_app.protocols.DenseEncoder`, `TokenVectorEncoder` and `PassageWindow`. Thread-safe.

    Args:
        folder: A bundle of kind "dense".
        threads: Threads of one run; None leaves it to the runtime.
        device: See `search_app.encoders.session.OnnxSession`.

    Raises:
        CorruptError: When a file of the bundle is missing, altered or unreadable.
        MismatchError: When the bundle is of another kind.
    """

    def __init__(self, folder: Path, threads: int | None = None, device: Device = "cpu") -> None:
        self.model = BundleModel(folder, "dense", threads, device)

    @property
    def fingerprint(self) -> str:
        """Hash of everything that changes its vectors."""
        return self.model.manifest.fingerprint

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return self.model.manifest.dimension

    @property
    def passage_room(self) -> int:
        """See `search_app.protocols.PassageWindow`."""
        return self.model.passage_room

    def token_starts(self, text: str) -> list[int]:
        """See `search_app.protocols.PassageWindow`."""
        return self.model.token_starts(text)

    def load(self) -> None:
        """Read tokenizer and graph now; otherwise the first text pays for it."""
        self.model.load()

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[len(texts), dimension] in the order given; compared by inner product."""
        return self.encode_rows(self.model.passage_rows(texts))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[len(texts), dimension] in the order given; compared by inner product.

        Each query runs alone: 8-bit activations are scaled per run, so that in a batch a vector would depend
        on its neighbours (.005 nDCG@10 on NFCorpus), and what is evaluated would not be what is served.
        """
        rows = self.model.query_rows(texts)
        if not rows:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.concatenate([self.encode_rows([row]) for row in rows])

    def encode_rows(self, rows: Sequence[TokenRow]) -> NDArray[np.float32]:
        """Return float32[len(rows), dimension] for texts that are tokenised already."""
        vectors = np.zeros((len(rows), self.dimension), dtype=np.float32)
        for positions, (found,) in self.model.batches(rows, ["vectors"]):
            vectors[positions] = found
        return vectors

    def encode_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Return the additive token vectors of each passage; empty ones when the graph lacks the output.

        They sum to the text's vector: under mean pooling as the token states, each times one factor per text;
        under maximum pooling each dimension is that of one token; under pooling by the first token as the
        last layer's attention parts it. Each text runs alone, without padding to another's length; with 8-bit
        activations the sum differs a little from what its batch gave.
        """
        if not self.model.has_output(_PARTS):
            nothing = np.zeros((0, self.dimension), dtype=np.float32)
            return [TokenVectors((), nothing) for _ in texts]
        rows, spans = self.model.passage_rows_with_spans(texts)
        found = []
        for row, places in zip(rows, spans, strict=True):
            ((_, (vectors,)),) = self.model.batches([row], [_PARTS])
            found.append(TokenVectors(places, vectors[0].astype(np.float32, copy=False)))
        return found
