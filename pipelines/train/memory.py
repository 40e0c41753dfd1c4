"""Whether a batch can fit, asked before the training starts."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from pipelines.data.pair_file import TrainingPair
from pipelines.families import FAMILIES
from pipelines.recipe import Recipe, Training
from search_app.errors import BadInputError, SearchAppError

OPTIMISER_BYTES = 16
"""Per weight: itself, its gradient and Adam's two moments, in fp32."""
ACTIVATION_BYTES = 34
"""Per token, unit of width and layer in 16 bits, attention scores left out (Korthikanti et al. 2022)."""
SAMPLE = 200
REMEDY = "lower training.batch_size or training.passage_tokens, or for a bi-encoder set dense.loss = 'cached'"


def check_memory(
    recipe: Recipe,
    backbone: PreTrainedModel,
    mixture: dict[str, list[TrainingPair]],
    tokenizer: PreTrainedTokenizerBase,
) -> None:
    """Refuse a batch that needs more than there is, by an estimate that errs on the low side.

    Raises:
        BadInputError: Names both sizes.
    """
    training = recipe.training or Training()
    texts = [pair.positive for pairs in mixture.values() for pair in islice(pairs, SAMPLE)]
    tokens = _mean_tokens(texts, tokenizer, training.passage_tokens)
    needed = needed_bytes(recipe, backbone, tokens)
    free = _free_bytes()
    if needed > free:
        raise BadInputError(
            f"a batch of {training.batch_size} needs at least {needed / 2**30:.1f} GiB for training",
            f"no more than the {free / 2**30:.1f} GiB that are free",
            REMEDY,
        )


def needed_bytes(recipe: Recipe, backbone: PreTrainedModel, tokens: float) -> int:
    """Weights, optimiser and activations of one step.

    Args:
        recipe: Its batch, losses and precision.
        backbone: Of transformers.
        tokens: Mean length of a passage.
    """
    training, config = recipe.training or Training(), backbone.config
    weights = sum(weight.numel() for weight in backbone.parameters() if weight.requires_grad)
    layers = max(1, int(config.num_hidden_layers) - training.freeze_layers)
    per_token = ACTIVATION_BYTES * (2 if training.precision == "fp32" else 1) * int(config.hidden_size)
    family = FAMILIES[recipe.kind]
    per_token += family.head_bytes(recipe, config) // layers
    return int(weights * OPTIMISER_BYTES + family.passages_per_step(recipe) * tokens * layers * per_token)


def _mean_tokens(texts: list[str], tokenizer: PreTrainedTokenizerBase, window: int) -> float:
    ids = tokenizer(texts, truncation=True, max_length=window)["input_ids"]
    return sum(len(row) for row in ids) / max(1, len(ids))


def _free_bytes() -> int:
    if torch.cuda.is_available():
        return int(torch.cuda.mem_get_info()[0])
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") + _cached_bytes()


def _cached_bytes() -> int:
    """What the system keeps of files and gives back when asked; only Linux says how much."""
    try:
        with open("/proc/meminfo", encoding="ascii") as stream:
            kilobytes = dict(line.split()[:2] for line in stream)
    except OSError:
        return 0
    return 1024 * max(0, int(kilobytes.get("MemAvailable:", 0)) - int(kilobytes.get("MemFree:", 0)))


@contextmanager
def told_when_memory_ends() -> Iterator[None]:
    """Turn running out of memory into a message.

    Raises:
        SearchAppError: Says what to lower.
    """
    try:
        yield
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise SearchAppError("the training ran out of memory", "a batch that fits", REMEDY) from error
