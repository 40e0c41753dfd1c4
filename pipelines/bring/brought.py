"""A model of sentence-transformers, taken apart as far as serving it needs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from torch import nn

from pipelines.bring.kind import BroughtKind
from search_app.bundles.manifest import PairCut
from search_app.records.similarity import Similarity

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Predict = Callable[[Sequence[tuple[str, str]]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class BroughtModel:
    """What a bundle is made from.

    Attributes:
        kind: Of the bundle.
        graph: Takes `inputs` and returns `outputs`; runs the model's own modules.
        inputs: Names of int64[batch, length] tensors; "prompt_length" is int64[batch].
        outputs: Names; the kind's main one first.
        tokenizer: `tokenizer.json` as text.
        dimension: As in the manifest.
        window: Tokens of a passage or pair at most, special tokens included.
        query_window: The same for a query.
        prompts: {"query": text, "passage": text}.
        similarity: Of dense vectors.
        pad_token: See the manifest.
        pair_cut: See the manifest.
        prompt_pooled: See the manifest.
        latent: See the manifest.
        arrays: Further files, {name: array}.
        notes: What was read, chosen and cut, in sentences.
        passages: float32[texts, dimension], what the library itself makes of passages, one at a time.
        queries: The same for queries.
        pairs: float32[pairs], of a cross-encoder.
    """

    kind: BroughtKind
    graph: nn.Module
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    tokenizer: str
    dimension: int
    window: int
    query_window: int
    prompts: Mapping[str, str] = field(default_factory=lambda: {"query": "", "passage": ""})
    similarity: Similarity = "cosine"
    pad_token: int = 0
    pair_cut: PairCut = "passage"
    prompt_pooled: bool = True
    latent: bool | None = None
    arrays: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    passages: Encode | None = None
    queries: Encode | None = None
    pairs: Predict | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user chose instead of what the model says.

    Attributes:
        dimensions: First dimensions of a dense vector to keep (Matryoshka).
        max_tokens: A smaller window.
        query_prompt: Name of the prompt for queries.
        passage_prompt: Name of the prompt for passages.
        label: Name or number of a cross-encoder's label.
    """

    dimensions: int | None = None
    max_tokens: int | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None
    label: str | None = None
