"""What 8 bits cost in retrieval, by a paired interval over questions."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.evaluate.ndcg import ndcg_per_query, summary
from pipelines.export.gate import best
from pipelines.families import FAMILIES
from pipelines.families.cross_encoder.rerank_run import first_queries, head_scores
from pipelines.judged.develop_set import JudgedSet
from search_app.bundles import read_manifest
from search_app.evaluation.bootstrap import bootstrap_interval
from search_app.rerankers.cross_encoder import OnnxCrossEncoder

MOST_LOSS = 0.02
"""Of nDCG@10, at the upper end of the interval. With 150 questions a true loss of .005 passes."""

_HEAD, _RERANKED = 20, 40


@dataclass(frozen=True, slots=True)
class Gate:
    """Both forms of a model on one judged set.

    Attributes:
        name: Of the set.
        fp32: float64[questions], nDCG@10.
        int8: The same in 8 bits.
    """

    name: str
    fp32: NDArray[np.float64]
    int8: NDArray[np.float64]

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval of the mean loss, question by question."""
        return bootstrap_interval(self.fp32 - self.int8)

    @property
    def passed(self) -> bool:
        """Whether the loss is small even at the upper end of its interval."""
        return self.interval[1] <= MOST_LOSS

    def describe(self) -> str:
        """Return one sentence."""
        low, high = self.interval
        loss = float((self.fp32 - self.int8).mean())
        return (
            f"8 bits lose {loss:+.4f} nDCG@10 [{low:+.4f}, {high:+.4f}] on {self.fp32.size} questions "
            f"({self.name}); at most {MOST_LOSS} is allowed at the upper end"
        )

    def rows(self) -> dict[str, Any]:
        """Return the figures for a manifest's quality."""
        low, high = self.interval
        loss = round(float((self.fp32 - self.int8).mean()), 4)
        return {
            self.name: {
                "fp32": summary(self.fp32),
                "int8": summary(self.int8),
                "loss": loss,
                "loss ci95": [round(low, 4), round(high, 4)],
            }
        }


def judge(fp32: Path, int8: Path, judged: JudgedSet) -> Gate:
    """Search the set with both bundles; a cross-encoder reorders passages that share words instead."""
    serving = FAMILIES[read_manifest(fp32).kind].serving
    if serving is not None and serving.kind != "cross-encoder":
        judged, matrices = serving.scores((fp32, int8), judged)
    else:
        judged = first_queries(judged, _RERANKED)
        heads = [_head(name, query, judged) for name, query in judged.queries.items()]
        matrices = [head_scores(OnnxCrossEncoder(folder), judged, heads) for folder in (fp32, int8)]
    found = [ndcg_per_query(judged.qrels, best(matrix, judged)) for matrix in matrices]
    return Gate(judged.name, found[0], found[1])


def _head(name: str, query: str, judged: JudgedSet) -> list[int]:
    """The passage to be found and those that share most of the question's words."""
    wanted = set(query.lower().split())
    shared = Counter(
        {place: len(wanted & set(text.lower().split())) for place, text in enumerate(judged.texts)}
    )
    places = [place for place, _ in shared.most_common(_HEAD)]
    own = judged.ids.index(name)
    return [own, *(place for place in places if place != own)][:_HEAD]
