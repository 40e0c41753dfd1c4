"""What a bundle computes against what sentence-transformers computes, on 64 real texts."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.bring.brought import BroughtModel
from pipelines.bring.loaded import quiet
from pipelines.bring.texts import real_pairs, real_texts
from search_app.encoders.dense import OnnxDenseEncoder
from search_app.encoders.sparse import OnnxSparseEncoder
from search_app.records import SparseVector
from search_app.rerankers.cross_encoder import OnnxCrossEncoder
from search_app.text.matching import normalised

Matrix = NDArray[np.float32]


class Parity:
    """The library's answers, computed once, and how far bundles are from them.

    Differences are absolute up to values of 1 and relative to the largest value above.

    Args:
        model: What was brought.
    """

    def __init__(self, model: BroughtModel) -> None:
        self._model = model
        self.notes: tuple[str, ...] = ()
        with quiet():
            if model.pairs is not None:
                self._pairs = [
                    (normalised(query), normalised(text)) for query, text in real_pairs(model.window)
                ]
                self._expected = {"pairs": _answers(model.pairs, self._pairs)}
                return
            texts = list(map(normalised, real_texts(model.window)))
            ways = {"passages": model.passages, "queries": model.queries}
            if model.query_window != model.window or model.prompts["query"] != model.prompts["passage"]:
                texts = list(map(normalised, real_texts(min(model.query_window, model.window))))
            if not _takes_empty(model.passages):
                texts = [text for text in texts if text.strip()]
                self.notes = (
                    "The library itself fails on an empty text with this model; none was compared.",
                )
            self._texts = texts
            self._expected = {name: _answers(way, texts) for name, way in ways.items() if way is not None}

    def of(self, bundle: Path) -> dict[str, float]:
        """Return {"passages": largest difference, "queries": …}, or {"pairs": …} of a cross-encoder."""
        found = self._found(bundle)
        return {name: difference(found[name], expected) for name, expected in self._expected.items()}

    def _found(self, bundle: Path) -> dict[str, Matrix]:
        if self._model.kind == "cross-encoder":
            reranker = OnnxCrossEncoder(bundle, 1)
            scores = [reranker.score(query, [text])[0] for query, text in self._pairs]
            return {"pairs": np.array(scores, dtype=np.float32)}
        encoder: Any = (
            OnnxDenseEncoder(bundle, 1) if self._model.kind == "dense" else OnnxSparseEncoder(bundle, 1)
        )
        ways = {"passages": encoder.encode_passages, "queries": encoder.encode_queries}
        return {name: _rows(way(self._texts), self._model.dimension) for name, way in ways.items()}


def difference(found: Matrix, expected: Matrix) -> float:
    """Return the largest difference, relative to the largest value where that is above 1; NaN is infinite."""
    if found.shape != expected.shape or not np.isfinite(found).all():
        return float("inf")
    largest = max(1.0, float(np.abs(expected).max(initial=0.0)))
    return float(np.abs(found - expected).max(initial=0.0)) / largest


def _answers(way: Callable[..., Any], inputs: Sequence[Any]) -> Matrix:
    return np.asarray(way(inputs), dtype=np.float32)


def _takes_empty(way: Callable[..., Any] | None) -> bool:
    try:
        return way is None or bool(np.isfinite(way([""])).all())
    except (RuntimeError, IndexError, ValueError, TypeError):
        return False


def _rows(vectors: Matrix | list[SparseVector], dimension: int) -> Matrix:
    if not isinstance(vectors, list):
        return vectors
    rows = np.zeros((len(vectors), dimension), dtype=np.float32)
    for line, vector in enumerate(vectors):
        rows[line, vector.indices] = vector.values
    return rows
