"""The queries on which two runs differ most, and the document that moved."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_app.evaluation.document_order import document_order
from search_app.evaluation.qrels import Qrels
from search_app.evaluation.run_file import Run


@dataclass(frozen=True, slots=True)
class QueryChange:
    """One query.

    Attributes:
        query_id: Its id.
        baseline: The baseline's value.
        value: The other run's value.
        document_id: The relevant document that moved most towards or away from the top; empty when none did.
        baseline_rank: Its rank in the baseline from 1, or None.
        rank: Its rank in the other run, or None.
    """

    query_id: str
    baseline: float
    value: float
    document_id: str
    baseline_rank: int | None
    rank: int | None


def biggest_changes(
    qrels: Qrels,
    baseline: Run,
    run: Run,
    baseline_values: NDArray[np.float64],
    values: NDArray[np.float64],
    count: int,
) -> list[QueryChange]:
    """Return up to `count` biggest wins, best first, then up to `count` biggest losses, worst last.

    Both arrays are float64[queries] in the order of `qrels`.
    """
    differences = values - baseline_values
    order = np.argsort(-differences, kind="stable").tolist()
    wins = [place for place in order if differences[place] > 0][:count]
    losses = [place for place in order if differences[place] < 0]
    names = list(qrels)
    return [
        _change(names[place], qrels, baseline, run, float(baseline_values[place]), float(values[place]))
        for place in (*wins, *losses[max(0, len(losses) - count) :])
    ]


def _change(
    query: str, qrels: Qrels, baseline: Run, run: Run, baseline_value: float, value: float
) -> QueryChange:
    before, after = _ranks(baseline.get(query, {})), _ranks(run.get(query, {}))
    relevant = [document for document, grade in qrels[query].items() if grade > 0]
    # 1 / rank: from nowhere to rank 1 is the largest move, from 900 to 800 hardly one.
    moves = {document: _height(after.get(document)) - _height(before.get(document)) for document in relevant}
    sign = 1 if value >= baseline_value else -1
    moved = max(moves, key=lambda document: (sign * moves[document], document), default="")
    return QueryChange(query, baseline_value, value, moved, before.get(moved), after.get(moved))


def _ranks(row: Mapping[str, float]) -> dict[str, int]:
    return {document: rank for rank, document in enumerate(document_order(row), start=1)}


def _height(rank: int | None) -> float:
    return 0.0 if rank is None else 1.0 / rank
