"""Retrieval measures by their names, computed by ir_measures."""

from collections.abc import Callable, Mapping, Sequence
from subprocess import SubprocessError
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search_app.errors import BadInputError, UnavailableError
from search_app.evaluation.document_order import told_apart
from search_app.evaluation.graded_measures import (
    ERR_LARGEST,
    GAIN_LARGEST,
    check_grades,
    err,
    exponential_ndcg,
)
from search_app.evaluation.qrels import Qrels
from search_app.evaluation.run_file import Run

DEFAULT_MEASURES = ("nDCG@10", "MRR@10", "Recall@100", "Recall@1000", "MAP")
"""What is reported unless other measures are named."""

Values = Mapping[str, NDArray[np.float64]]
"""{measure: float64[queries]}."""


def check_measures(names: Sequence[str], qrels: Qrels | None = None) -> None:
    """Raise unless every name is known and can be computed here, before any work is done for it.

    Args:
        names: Names as ir_measures parses them.
        qrels: The judgements to measure by, where they are known: some measures take small grades only.

    Raises:
        BadInputError: Names what is no measure, and lists some that are.
        UnavailableError: When ir_measures is not installed; names the extra.
    """
    if not names:
        raise BadInputError("no measure", f"some of {_accepted()}")
    if qrels is not None:
        for name in names:
            _check_grades(name, qrels)
    # What a provider lacks often shows only when it computes: so each has to, once.
    for name in names:
        _computed({"q": {"d": 1, "e": 0}}, {"q": {"d": 2.0, "e": 1.0}}, [name])


def evaluate_run(qrels: Qrels, run: Run, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Return {measure: float64[queries]}, one value per judged query in the order of `qrels`.

    A judged query that the run does not hold counts 0, so systems that answer less are not favoured
    (trec_eval's -c). Where a binary measure needs it, a grade of 1 or more is relevant unless the name says
    otherwise, as in AP(rel=2). Equal scores are ordered once, as trec_eval does, so that all measures see
    the same ranking; see `document_order`.

    Args:
        qrels: {query id: {document id: grade}}.
        run: {query id: {document id: score}}.
        names: Names as ir_measures parses them, such as "nDCG@10" or "Recall@100".

    Raises:
        BadInputError: On a name that is no measure, or one that cannot be computed for these judgements.
    """
    for name in names:
        _check_grades(name, qrels)
    return _computed(
        qrels, {query: told_apart(row) for query, row in run.items() if query in qrels and row}, names
    )


def _computed(qrels: Qrels, run: Run, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    place = {query: index for index, query in enumerate(qrels)}
    values = {name: np.zeros(len(place)) for name in names}
    # Two names may mean one measure ("MRR@10" and "RR@10"): each gets its own array.
    arrays: dict[Any, list[NDArray[np.float64]]] = {}
    for name in names:
        measure = _parse(name)
        own = _own(measure)
        if own is None:
            arrays.setdefault(measure, []).append(values[name])
            continue
        for query, row in run.items():
            values[name][place[query]] = own(list(row), qrels[query], measure["cutoff"])
    for measure, query, value in _provided(list(arrays), qrels, run) if arrays else ():
        for array in arrays[measure]:
            array[place[query]] = value
    return values


def _provided(measures: Sequence[Any], qrels: Qrels, run: Run) -> list[tuple[Any, str, float]]:
    """Return (measure, query id, value) from ir_measures."""
    judged = {query: _some_grade(row) for query, row in qrels.items()}
    ranked = {query: dict(row) for query, row in run.items()}
    try:
        found = _library().iter_calc(list(measures), judged, ranked)
        return [(metric.measure, metric.query_id, metric.value) for metric in found]
    except _PROVIDER_ERRORS as error:
        if len(measures) > 1:
            # Together they do not say which of them failed.
            return [row for measure in measures for row in _provided([measure], qrels, run)]
        said = " ".join(str(error).split())[:160] or type(error).__name__
        raise BadInputError(
            f"measure {str(measures[0])[:60]!r} cannot be computed here ({said})",
            f"a measure that can, such as {_accepted()}",
            "choose another measure",
        ) from error


def _some_grade(row: Mapping[str, int]) -> dict[str, int]:
    """Return the grades; where all are below zero, as zeros, of which every measure makes the same nothing.

    trec_eval's nDCG without a cut-off does not come back from a query that has negative grades only.
    """
    return dict(row) if max(row.values(), default=0) >= 0 else dict.fromkeys(row, 0)


_PROVIDER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    OSError,
    RuntimeError,
    SubprocessError,
    TypeError,
    ValueError,
)


def _own(measure: Any) -> Callable[[Sequence[str], Mapping[str, int], int], float] | None:
    """Return what computes a measure here, or None when it is ir_measures' to compute."""
    if "cutoff" not in measure.params:
        return None
    if measure.NAME == "ERR":
        return err
    exponential = measure.NAME == "nDCG" and measure.params.get("dcg") == "exp-log2"
    plain = "gains" not in measure.params and not measure.params.get("judged_only")
    return exponential_ndcg if exponential and plain else None


def _check_grades(name: str, qrels: Qrels) -> None:
    own = _own(_parse(name))
    if own is not None:
        grades = [grade for row in qrels.values() for grade in row.values()]
        check_grades(name, grades, ERR_LARGEST if own is err else GAIN_LARGEST)


def _parse(name: str) -> Any:
    ir_measures = _library()
    try:
        measure = ir_measures.parse_measure(name)
    except (ValueError, NameError, SyntaxError, KeyError, AttributeError, TypeError, AssertionError) as error:
        raise BadInputError(
            f"no measure {name[:60]!r}", f"a name of ir_measures, such as {_accepted()}", "correct the name"
        ) from error
    try:
        known = _own(measure) is not None or ir_measures.DefaultPipeline.supports(measure)
        # ir_measures takes "@0" and "@-5" and makes of them what it likes.
        known = known and int(measure.params.get("cutoff", 1)) >= 1
    except (AssertionError, TypeError, ValueError):
        known = False
    if not known:
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
