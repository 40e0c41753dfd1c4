"""What all encoders and the reranker share: a tokenizer, a session, and batches between them."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search_app.bundles.manifest import BundleManifest, Kind
from search_app.encoders.batching import length_sorted_batches
from search_app.encoders.session import Device, OnnxSession
from search_app.encoders.tokenisation import FILE_NAME, BundleTokenizer, TokenRow

TOKEN_BUDGET = 512
"""Tokens per run. On CPUs larger batches only leave the caches: all-MiniLM-L6-v2 int8 took 33 ms of CPU per
239-token passage at 256 and 512 tokens, 36 at 1,024 and 39 at 2,048."""

MAX_ROWS = 32


class BundleModel:
    """A bundle that turns rows of tokens into arrays. Thread-safe.

    Args:
        folder: The bundle.
        kind: What it has to be.
        threads: Threads of one run; None leaves it to the runtime.
        device: See `OnnxSession`.

    Raises:
        CorruptError: When a file is missing, altered or unreadable.
        MismatchError: When the bundle is of another kind.
    """

    def __init__(self, folder: Path, kind: Kind, threads: int | None = None, device: Device = "cpu") -> None:
        self._session = OnnxSession(folder, kind, threads, device)
        self._lock = threading.Lock()
        self._tokenizer: BundleTokenizer | None = None

    @property
    def folder(self) -> Path:
        """Where the bundle lies."""
        return self._session.folder

    @property
    def manifest(self) -> BundleManifest:
        """What the bundle says about itself."""
        return self._session.manifest

    @property
    def tokenizer(self) -> BundleTokenizer:
        """The bundle's tokenizer, read on first use."""
        with self._lock:
            if self._tokenizer is None:
                self._tokenizer = BundleTokenizer(self.folder / FILE_NAME)
            return self._tokenizer

    def load(self) -> None:
        """Read tokenizer and graph now; otherwise the first text pays for it."""
        self._session.load()
        _ = self.tokenizer

    def prompted(self, texts: Sequence[str], role: str) -> list[str]:
        """Put the bundle's prompt for a "query" or "passage" before each text."""
        prompt = self.manifest.prompts.get(role, "")
        return [prompt + text for text in texts]

    def passage_rows(self, texts: Sequence[str]) -> list[TokenRow]:
        """Tokenise passages, prompt included, cut to the bundle's window."""
        rows = self.tokenizer.rows(self.prompted(texts, "passage"), self.manifest.max_tokens)
        return self._knowing_prompt(rows, "passage")

    def passage_rows_with_spans(
        self, texts: Sequence[str]
    ) -> tuple[list[TokenRow], list[tuple[tuple[int, int] | None, ...]]]:
        """Tokenise passages as `passage_rows` does, with the place of each token in its text.

        Special tokens and those of the prompt have no place; a token that begins with the prompt's last
        space begins where the text does.
        """
        offset = len(self.manifest.prompts.get("passage", ""))
        found = self.tokenizer.rows_with_spans(self.prompted(texts, "passage"), self.manifest.max_tokens)
        spans = [
            tuple(
                None if span is None or span[1] <= offset else (max(0, span[0] - offset), span[1] - offset)
                for span in places
            )
            for _, places in found
        ]
        return self._knowing_prompt([row for row, _ in found], "passage"), spans

    @cached_property
    def passage_room(self) -> int:
        """See `search_app.protocols.PassageWindow`; found once, since every passage asks for it."""
        prompt = len(self.token_starts(self.manifest.prompts.get("passage", "")))
        return max(0, self.tokenizer.room(self.manifest.max_tokens) - prompt)

    def token_starts(self, text: str) -> list[int]:
        """See `search_app.protocols.PassageWindow`."""
        return [start for _, start, _ in self.tokenizer.spans(text)]

    def has_output(self, name: str) -> bool:
        """Whether the graph has an output of that name; loads the graph."""
        return name in self._session.outputs

    def query_rows(self, texts: Sequence[str]) -> list[TokenRow]:
        """Tokenise queries, prompt included, cut to the bundle's window for queries."""
        rows = self.tokenizer.rows(self.prompted(texts, "query"), self.manifest.max_query_tokens)
        return self._knowing_prompt(rows, "query")

    def _knowing_prompt(self, rows: list[TokenRow], role: str) -> list[TokenRow]:
        """Note in each row how many tokens the prompt has, where pooling leaves them out."""
        prompt = self.manifest.prompts.get(role, "")
        if self.manifest.prompt_pooled or not prompt:
            return rows
        ((_, places),) = self.tokenizer.rows_with_spans([prompt], self.manifest.max_tokens)
        tokens = len(places) - (places[-1] is None)  # a special token behind it stays where it is
        return [replace(row, prompt=tokens) for row in rows]

    def batches(
        self, rows: Sequence[TokenRow], outputs: Sequence[str], pool: Executor | None = None
    ) -> Iterator[tuple[list[int], list[NDArray[np.generic]]]]:
        """Yield (positions in `rows`, the outputs for them) until every row has been run.

        Args:
            rows: Tokenised texts.
            outputs: Names of outputs.
            pool: Threads that run several batches at a time; one after the other without.
        """
        if pool is None:
            for positions, feeds in self.feeds(rows):
                yield positions, self._session.run(outputs, feeds)
            return
        running = [
            (positions, pool.submit(self._session.run, outputs, feeds))
            for positions, feeds in self.feeds(rows)
        ]
        for positions, found in running:
            yield positions, found.result()

    def feeds(self, rows: Sequence[TokenRow]) -> Iterator[tuple[list[int], dict[str, NDArray[np.int64]]]]:
        """Yield (positions in `rows`, the graph's inputs for them: int64[batch, length], or [batch])."""
        lengths = [row.ids.size for row in rows]
        for positions in length_sorted_batches(lengths, TOKEN_BUDGET, MAX_ROWS):
            yield positions, _padded([rows[index] for index in positions], self.manifest.pad_token)


def _padded(rows: Sequence[TokenRow], pad_token: int) -> dict[str, NDArray[np.int64]]:
    shape = (len(rows), max(1, *(row.ids.size for row in rows)))
    feeds = {name: np.zeros(shape, dtype=np.int64) for name in ("attention_mask", "token_type_ids")}
    feeds["input_ids"] = np.full(shape, pad_token, dtype=np.int64)
    feeds["prompt_length"] = np.array([row.prompt for row in rows], dtype=np.int64)
    for line, row in enumerate(rows):
        feeds["input_ids"][line, : row.ids.size] = row.ids
        feeds["attention_mask"][line, : row.ids.size] = 1
        feeds["token_type_ids"][line, : row.ids.size] = row.types
    return feeds
