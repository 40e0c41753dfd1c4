"""The gate before publication: what 8 bits cost in retrieval, not in cosine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.bundle_run import best, score_matrix
from pipelines.evaluate.ndcg import ndcg_per_query, summary
from pipelines.evaluate.rerank_run import rerank_matrices
from pipelines.judged.develop_set import JudgedSet
from pipelines.retrieve.top_rows import top_rows
from search_app.bundles import read_manifest
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


def compare(fp32: Path, int8: Path, sets: Sequence[JudgedSet]) -> GateReport:
    """Search every set with both bundles; a cross-encoder reorders BM25's head instead."""
    rows = {}
    for judged in sets:
        if read_manifest(fp32).kind == "cross-encoder":
            judged, (first, second) = rerank_matrices([fp32, int8], judged)  # noqa: PLW2901 - its queries are cut
        else:
            first, second = (score_matrix(folder, judged) for folder in (fp32, int8))
        rows[judged.name] = _row(judged, first, second)
    return GateReport(rows)


def _row(judged: JudgedSet, first: NDArray[np.float32], second: NDArray[np.float32]) -> dict[str, Any]:
    before, after = (ndcg_per_query(judged.qrels, best(scores, judged)) for scores in (first, second))
    return {
        "fp32": summary(before),
        "int8": summary(after),
        "loss": round(float(before.mean() - after.mean()), 4),
        "top-10 overlap": round(overlap(first, second), 4),
    }


def overlap(first: NDArray[np.float32], second: NDArray[np.float32], cutoff: int = CUTOFF) -> float:
    """Mean share of the `cutoff` best columns that two float32[rows, columns] have in common."""
    tops = (top_rows(scores, cutoff)[1] for scores in (first, second))
    shared = [len(set(left) & set(right)) for left, right in zip(*tops, strict=True)]
    return float(np.mean(shared)) / min(cutoff, first.shape[1])
