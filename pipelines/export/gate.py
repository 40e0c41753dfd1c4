"""The gate before publication: what 8 bits cost in retrieval, not in cosine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.ndcg import Run, ndcg_per_query, summary
from pipelines.families import Serving
from pipelines.judged.develop_set import JudgedSet
from pipelines.retrieve.top_rows import top_rows
from search_app.errors import SearchAppError

CUTOFF = 10


@dataclass(frozen=True, slots=True)
class GateReport:
    """nDCG@10 of both forms per development set, and how much of the top 10 they share."""

    rows: dict[str, dict[str, Any]]

    @property
    def worst_loss(self) -> float:
        """Largest loss of nDCG@10 on any set; negative when quantisation gained everywhere."""
        return max(float(row["loss"]) for row in self.rows.values())

    def check(self, allowed: float) -> None:
        """Stop a bundle that lost too much.

        Raises:
            SearchAppError: Names the sets and their losses.
        """
        if self.worst_loss > allowed:
            losses = ", ".join(f"{name} {row['loss']:+.4f}" for name, row in self.rows.items())
            raise SearchAppError(
                f"the 8-bit graph loses too much nDCG@10 ({losses})",
                f"at most {allowed}",
                'set export.quantiser = "weights" or export.precision = "fp32"',
            )


def compare(serving: Serving, fp32: Path, int8: Path, sets: Sequence[JudgedSet]) -> GateReport:
    """Score every set with both bundles, as their family does."""
    rows = {}
    for judged in sets:
        scored, (first, second) = serving.scores([fp32, int8], judged)
        rows[scored.name] = _row(scored, first, second)
    return GateReport(rows)


def _row(judged: JudgedSet, first: NDArray[np.float32], second: NDArray[np.float32]) -> dict[str, Any]:
    before, after = (ndcg_per_query(judged.qrels, best(scores, judged)) for scores in (first, second))
    return {
        "fp32": summary(before),
        "int8": summary(after),
        "loss": round(float(before.mean() - after.mean()), 4),
        "top-10 overlap": round(overlap(first, second), 4),
    }


def best(scores: NDArray[np.float32], judged: JudgedSet, depth: int = 100) -> Run:
    """Return the `depth` best passages of each query; a score of zero is no hit."""
    return {
        name: [(judged.ids[place], float(score)) for score, place in zip(*row, strict=True) if score != 0.0]
        for name, *row in zip(judged.queries, *top_rows(scores, depth), strict=True)
    }


def overlap(first: NDArray[np.float32], second: NDArray[np.float32], cutoff: int = CUTOFF) -> float:
    """Mean share of the `cutoff` best columns that two float32[rows, columns] have in common."""
    tops = (top_rows(scores, cutoff)[1] for scores in (first, second))
    shared = [len(set(left) & set(right)) for left, right in zip(*tops, strict=True)]
    return float(np.mean(shared)) / min(cutoff, first.shape[1])
