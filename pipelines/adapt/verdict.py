"""Whether the adapted encoder searches better, with a test that says whether chance could have done it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.ndcg import ndcg_per_query
from pipelines.judged.beir_folder import BeirFolder
from pipelines.mine.dense_lane import DenseMiningLane
from search_app.evaluation.bootstrap import bootstrap_interval
from search_app.evaluation.randomisation import randomisation_p

DEPTH = 100
LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Verdict:
    """nDCG@10 before and after, on held-out queries.

    Attributes:
        queries: Compared.
        before: Mean of the bundle in use.
        after: Mean of the adapted one.
        interval: 95% bootstrap interval of the difference.
        p: Of the paired randomisation test, two-sided.
    """

    queries: int
    before: float
    after: float
    interval: tuple[float, float]
    p: float

    @property
    def better(self) -> bool:
        """Whether the adapted bundle gained, and chance is not a likely reason (p < 0.05)."""
        return self.after > self.before and self.p < LEVEL


def compare_bundles(before: Path, after: Path, folder: BeirFolder, split: str) -> Verdict:
    """Search the whole corpus with both, exactly, and compare query by query."""
    first, second = (_values(bundle, folder, split) for bundle in (before, after))
    difference = second - first
    low, high = bootstrap_interval(difference)
    return Verdict(
        int(first.size),
        round(float(first.mean()), 4),
        round(float(second.mean()), 4),
        (round(low, 4), round(high, 4)),
        round(randomisation_p(difference), 5),
    )


def _values(bundle: Path, folder: BeirFolder, split: str) -> NDArray[np.float64]:
    queries, qrels = folder.queries(), folder.qrels(split)
    with DenseMiningLane(folder.passages(), bundle) as lane:
        found = lane.search([queries[name] for name in qrels], DEPTH)
    return ndcg_per_query(qrels, dict(zip(qrels, found, strict=True)))
