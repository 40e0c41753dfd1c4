"""Typical inputs of a model, from which quantisation reads the range of its activations."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.families import Serving
from pipelines.judged.develop_set import JudgedSet

TEXTS_PER_SET = 96


def calibration_feeds(
    serving: Serving, bundle: Path, sets: Sequence[JudgedSet], seed: int = 13
) -> Iterator[dict[str, NDArray[np.int64]]]:
    """Yield batches as serving would run them: passages and queries, or pairs of both for a cross-encoder.

    Args:
        serving: Of the family.
        bundle: In fp32.
        sets: Development sets; up to 96 passages and as many queries of each. Judgements are not looked at.
        seed: Of the draw.
    """
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    passages = [text for judged in sets for text in _some(judged.texts, draw)]
    queries = [text for judged in sets for text in _some(list(judged.queries.values()), draw)]
    model, rows = serving.rows(bundle, queries, passages)
    for _, feeds in model.feeds(rows):
        yield feeds


def _some(texts: Sequence[str], draw: random.Random) -> list[str]:
    return draw.sample(list(texts), min(TEXTS_PER_SET, len(texts)))
