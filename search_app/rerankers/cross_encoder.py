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
    `max_query_tokens`, and never more than half of the window.

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
        scores = np.zeros(len(texts), dtype=np.float32)
        if not texts:
            return scores
        for positions, (found,) in self.model.batches(self.pair_rows(query, texts), ["scores"], self._pool):
            scores[positions] = found
        return scores

    def pair_rows(self, query: str, texts: Sequence[str]) -> list[TokenRow]:
        """Tokenise the query with each text, prompts included, cut to the bundle's window."""
        manifest = self.model.manifest
        return self.model.tokenizer.pair_rows(
            self.model.prompted([query], "query")[0],
            self.model.prompted(texts, "passage"),
            manifest.max_query_tokens,
            manifest.max_tokens,
        )

    def characters_read(self, query: str, text: str) -> int:
        """Return how many first characters of `text` it reads beside `query`."""
        manifest = self.model.manifest
        prompt = len(manifest.prompts.get("passage", ""))
        end = self.model.tokenizer.pair_end(
            self.model.prompted([query], "query")[0],
            self.model.prompted([text], "passage")[0],
            manifest.max_query_tokens,
            manifest.max_tokens,
        )
        return max(0, end - prompt)

    def tokens_read(self, query: str) -> int:
        """Return how many tokens of a text it reads beside `query`, special tokens and prompt not counted."""
        manifest = self.model.manifest
        prompted = self.model.prompted([query], "query")[0]
        prompt = len(self.token_starts(manifest.prompts.get("passage", "")))
        window = self.model.tokenizer.pair_room(prompted, manifest.max_query_tokens, manifest.max_tokens)
        return max(0, window - prompt)

    def token_starts(self, text: str) -> list[int]:
        """Return the character at which each token of `text` starts, in order."""
        return [start for _, start, _ in self.model.tokenizer.spans(text)]
