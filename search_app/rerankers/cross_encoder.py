"""The cross-encoder: query and passage in one input, one logit out (Nogueira and Cho 2019)."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_app.encoders.bundle_model import BundleModel
from search_app.encoders.session import Device
from search_app.encoders.tokenisation import TokenRow


class OnnxCrossEncoder:
    """See `search_app.protocols.Reranker` and `WindowedReader`. Thread-safe.

    A pair that exceeds the window loses the end of its passage; the query keeps up to the bundle's
    `max_query_tokens`, and never more than half of the window. With the bundle's `pair_cut` "longest" the
    query keeps more where the passage is short.

    Args:
        folder: A bundle of kind "cross-encoder".
        threads: Threads in all; None takes one for each core. On the CPU each runs
            batches of its own, which share no work: 30 pairs of 128 tokens took 313 ms on two cores so,
            406 with both threads inside each batch.
        device: See `search_app.encoders.session.OnnxSession`.

    Raises:
        CorruptError: When a file of the bundle is missing, altered or unreadable.
        MismatchError: When the bundle is of another kind.
    """

    def __init__(self, folder: Path, threads: int | None = None, device: Device = "cpu") -> None:
        workers = (threads or os.cpu_count() or 1) if device == "cpu" else 1
        self.model = BundleModel(folder, "cross-encoder", 1 if device == "cpu" else threads, device)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="rerank") if workers > 1 else None

    @property
    def fingerprint(self) -> str:
        """Hash of everything that changes its scores."""
        return self.model.manifest.fingerprint

    def load(self) -> None:
        """Read tokenizer and graph now; otherwise the first query pays for it."""
        self.model.load()

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32[len(texts)] logits, larger is more relevant, in the order given."""
        return self.read(query, texts)[0]

    def read(self, query: str, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the logits of `score`, and float32[len(texts)]: the share of each text that was read."""
        pairs = self._pairs(query, texts)
        scores = np.zeros(len(texts), dtype=np.float32)
        if pairs:
            rows = [row for row, _ in pairs]
            for positions, (found,) in self.model.batches(rows, ["scores"], self._pool):
                scores[positions] = found
        extents = [read / len(text) if text else 1.0 for (_, read), text in zip(pairs, texts, strict=True)]
        return scores, np.array(extents, dtype=np.float32)

    def pair_rows(self, query: str, texts: Sequence[str]) -> list[TokenRow]:
        """Tokenise the query with each text, prompts included, cut to the bundle's window."""
        return [row for row, _ in self._pairs(query, texts)]

    def characters_read(self, query: str, text: str) -> int:
        """Return how many first characters of `text` it reads beside `query`."""
        return self._pairs(query, [text])[0][1]

    def _pairs(self, query: str, texts: Sequence[str]) -> list[tuple[TokenRow, int]]:
        """Return the query's row with each text, and how many characters of the text it holds."""
        manifest = self.model.manifest
        prompt = len(manifest.prompts.get("passage", ""))
        rows = self.model.tokenizer.pair_rows(
            self.model.prompted([query], "query")[0],
            self.model.prompted(texts, "passage"),
            manifest.max_query_tokens,
            manifest.max_tokens,
            manifest.pair_cut,
        )
        return [(row, max(0, end - prompt)) for row, end in rows]

    def tokens_read(self, query: str) -> int:
        """Return how many tokens of a text it reads beside `query`, special tokens and prompt not counted."""
        manifest = self.model.manifest
        prompted = self.model.prompted([query], "query")[0]
        prompt = len(self.token_starts(manifest.prompts.get("passage", "")))
        window = self.model.tokenizer.pair_room(prompted, manifest.max_query_tokens, manifest.max_tokens)
        return max(0, window - prompt)

    def token_starts(self, text: str) -> list[int]:
        """Return the character at which each token of `text` starts, in order."""
        return self.model.token_starts(text)
