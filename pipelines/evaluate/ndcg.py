"""nDCG@10 per query and its bootstrap confidence interval (Sakai 2006)."""

from collections.abc import Mapping, Sequence

import ir_measures
import numpy as np
from ir_measures import Qrel, ScoredDoc, nDCG
from numpy.typing import NDArray

from search_app.evaluation.bootstrap import bootstrap_interval
from search_app.evaluation.qrels import Qrels

Run = Mapping[str, Sequence[tuple[str, float]]]
"""{query id: (passage id, score), best first}."""

SAMPLES = 1000


def ndcg_per_query(qrels: Qrels, run: Run, cutoff: int = 10) -> NDArray[np.float64]:
    """Return float64[queries] in the order of `qrels`; a query without hits counts 0."""
    judged = [Qrel(query, name, grade) for query, row in qrels.items() for name, grade in row.items()]
    scored = [ScoredDoc(query, name, score) for query, hits in run.items() for name, score in hits]
    found = {entry.query_id: entry.value for entry in ir_measures.iter_calc([nDCG @ cutoff], judged, scored)}
    return np.array([found.get(query, 0.0) for query in qrels])


def summary(values: NDArray[np.float64], seed: int = 13) -> dict[str, float | list[float]]:
    """Return {"ndcg@10": mean, "ci95": [low, high]}; the interval is a percentile bootstrap over queries."""
    low, high = bootstrap_interval(values, samples=SAMPLES, seed=seed)
    return {"ndcg@10": round(float(values.mean()), 4), "ci95": [round(low, 4), round(high, 4)]}
