"""Inverse document frequencies of a tokenizer's vocabulary: the start of inference-free query weights."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from search_app.batched import batched

CHARACTERS_PER_TOKEN = 16


def inverse_document_frequency(
    tokenizer: PreTrainedTokenizerBase, texts: Iterable[str], max_tokens: int
) -> NDArray[np.float32]:
    """Return float32[vocabulary], BM25's log(1 + (N - n + 0.5) / (n + 0.5)) (Robertson and Zaragoza 2009).

    Args:
        tokenizer: Of the encoder.
        texts: Passages, each counted once per token.
        max_tokens: Tokens read of each.
    """
    counts = np.zeros(len(tokenizer.get_vocab()), dtype=np.float64)
    total = 0
    stream = iter(texts)
    for batch in batched(stream, 1000):
        cut = [text[: max_tokens * CHARACTERS_PER_TOKEN] for text in batch]
        for ids in tokenizer(cut, add_special_tokens=False, truncation=True, max_length=max_tokens)[
            "input_ids"
        ]:
            counts[np.unique(np.asarray(ids, dtype=np.int64))] += 1
            total += 1
    return np.log1p((total - counts + 0.5) / (counts + 0.5)).astype(np.float32)
