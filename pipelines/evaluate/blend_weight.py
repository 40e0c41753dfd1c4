"""How much the cross-encoder should say: the blend weight, judged on development sets only."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from pipelines.data.beir_folder import Qrels
from pipelines.evaluate.ndcg import ndcg_per_query
from search_app.fusion import blend
from search_app.records import Hit

GRID = tuple(round(step / 20, 2) for step in range(21))

Fused = Mapping[str, Sequence[Hit]]
Scores = Mapping[str, Mapping[str, float]]


def blend_curve(
    qrels: Qrels, fused: Fused, scores: Scores, grid: Sequence[float] = GRID
) -> dict[float, NDArray[np.float64]]:
    """Return {weight: nDCG@10 per query}; weight 0 is the fusion alone.

    Args:
        qrels: Judgements.
        fused: {query id: fused ranking}.
        scores: {query id: {passage id: cross-encoder score}} of the head of each ranking.
        grid: Weights to try.
    """
    curve = {}
    for weight in grid:
        run = {name: blend(hits, scores[name], weight) for name, hits in fused.items()}
        pairs = {name: [(hit.passage_id, hit.score) for hit in hits] for name, hits in run.items()}
        curve[weight] = ndcg_per_query(qrels, pairs)
    return curve


def choose_weight(curves: Sequence[Mapping[float, NDArray[np.float64]]]) -> float:
    """Return the weight with the best mean gain over all sets, each set counting the same.

    Among weights within .001 of the best the smallest is taken: the fused score is what can be explained.
    """
    grid = list(curves[0])
    gains = {
        weight: float(np.mean([curve[weight].mean() - curve[0.0].mean() for curve in curves]))
        for weight in grid
    }
    best = max(gains.values())
    return min(weight for weight, gain in gains.items() if gain >= best - 0.001)
