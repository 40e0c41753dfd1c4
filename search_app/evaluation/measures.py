"""Retrieval measures by their names, computed by ir_measures."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_app.errors import BadInputError, UnavailableError
from search_app.evaluation.qrels import Qrels
from search_app.evaluation.run_file import Run

DEFAULT_MEASURES = ("nDCG@10", "MRR@10", "Recall@100", "Recall@1000", "MAP")
"""What is reported unless other measures are named."""

Values = Mapping[str, NDArray[np.float64]]
"""{measure: float64[queries]}."""


def check_measures(names: Sequence[str]) -> None:
    """Raise unless ir_measures knows and can compute every name.

    Raises:
        BadInputError: Names what is no measure, and lists some that are.
        UnavailableError: When ir_measures is not installed; names the extra.
    """
    if not names:
        raise BadInputError("no measure", f"some of {_accepted()}")
    for name in names:
        _parse(name)


def evaluate_run(qrels: Qrels, run: Run, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Return {measure: float64[queries]}, one value per judged query in the order of `qrels`.

    A judged query that the run does not hold counts 0, so systems that answer less are not favoured
    (trec_eval's -c). Where a binary measure needs it, a grade of 1 or more is relevant unless the name says
    otherwise, as in AP(rel=2).

    Args:
        qrels: {query id: {document id: grade}}.
        run: {query id: {document id: score}}.
        names: Names as ir_measures parses them, such as "nDCG@10" or "Recall@100".

    Raises:
        BadInputError: On a name that is no measure.
    """
    ir_measures: Any = _library()
    parsed = {name: _parse(name) for name in names}
    place = {query: index for index, query in enumerate(qrels)}
    values = {name: np.zeros(len(place)) for name in names}
    # Two names may mean one measure ("MRR@10" and "RR@10"): each gets its own array.
    arrays: dict[Any, list[NDArray[np.float64]]] = {}
    for name, measure in parsed.items():
        arrays.setdefault(measure, []).append(values[name])
    judged = {query: dict(row) for query, row in qrels.items()}
    wanted = {query: dict(row) for query, row in run.items() if query in place and row}
    for metric in ir_measures.iter_calc(list(arrays), judged, wanted):
        for array in arrays[metric.measure]:
            array[place[metric.query_id]] = metric.value
    return values


def _parse(name: str) -> Any:
    ir_measures = _library()
    try:
        measure = ir_measures.parse_measure(name)
    except (ValueError, NameError, SyntaxError, KeyError, AttributeError, TypeError) as error:
        raise BadInputError(
            f"no measure {name[:60]!r}", f"a name of ir_measures, such as {_accepted()}", "correct the name"
        ) from error
    if not ir_measures.DefaultPipeline.supports(measure):
        raise BadInputError(
            f"measure {name[:60]!r} has a cut-off or parameter no tool here can compute",
            f"such as {_accepted()}",
            "add @10, or take it away",
        )
    return measure


def _library() -> Any:
    try:
        import ir_measures
    except ImportError as error:
        raise UnavailableError(
            "measuring needs ir-measures",
            "the packages of the extra evaluate",
            "install them: pip install 'search-app[evaluate]'",
        ) from error
    return ir_measures


def _accepted() -> str:
    return ", ".join((*DEFAULT_MEASURES, "P@10", "Rprec", "Success@5", "AP(rel=2)"))
