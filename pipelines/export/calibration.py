"""Typical inputs of a model, from which quantisation reads the range of its activations."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.judged.develop_set import JudgedSet
from search_app.bundles import read_manifest
from search_app.encoders.bundle_model import BundleModel
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

TEXTS_PER_SET = 96


def calibration_feeds(
    bundle: Path, sets: Sequence[JudgedSet], seed: int = 13
) -> Iterator[dict[str, NDArray[np.int64]]]:
    """Yield batches as serving would run them: passages and queries, or pairs of both for a cross-encoder.

    Args:
        bundle: In fp32.
        sets: Development sets; up to 96 passages and as many queries of each. Judgements are not looked at.
        seed: Of the draw.
    """
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    passages = [text for judged in sets for text in _some(judged.texts, draw)]
    queries = [text for judged in sets for text in _some(list(judged.queries.values()), draw)]
    kind = read_manifest(bundle).kind
    if kind == "cross-encoder":
        reranker = OnnxCrossEncoder(bundle)
        pairs = zip(queries, passages, strict=False)
        rows = [row for query, passage in pairs for row in reranker.pair_rows(query, [passage])]
        model = reranker.model
    else:
        model = BundleModel(bundle, kind)
        rows = [*model.passage_rows(passages), *model.query_rows(queries)]
    for _, feeds in model.feeds(rows):
        yield feeds


def _some(texts: Sequence[str], draw: random.Random) -> list[str]:
    return draw.sample(list(texts), min(TEXTS_PER_SET, len(texts)))
