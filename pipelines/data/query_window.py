"""Queries cut to their window, which is shorter than that of passages."""

from dataclasses import replace

from transformers import PreTrainedTokenizerBase

from pipelines.data.pair_file import TrainingPair

Mixture = dict[str, list[TrainingPair]]


def cut_queries(mixture: Mixture, tokenizer: PreTrainedTokenizerBase, tokens: int) -> Mixture:
    """Return the mixture with every query cut after `tokens` tokens, special ones included.

    A sentence-transformers model has one window for all its texts; that of the passages.
    """
    return {name: _cut(pairs, tokenizer, tokens) for name, pairs in mixture.items()}


def _cut(pairs: list[TrainingPair], tokenizer: PreTrainedTokenizerBase, tokens: int) -> list[TrainingPair]:
    # A token has a character at least: queries of fewer characters are short enough without a look.
    limit = tokens - tokenizer.num_special_tokens_to_add()
    return [
        pair if len(pair.query) <= limit else replace(pair, query=_head(pair.query, tokenizer, limit))
        for pair in pairs
    ]


def _head(text: str, tokenizer: PreTrainedTokenizerBase, limit: int) -> str:
    spans = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    offsets = spans["offset_mapping"]
    return text if len(offsets) <= limit else text[: offsets[limit - 1][1]]
