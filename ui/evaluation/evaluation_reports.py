"""Stored evaluations, and two systems of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import streamlit as st

from search_app.errors import SearchAppError
from search_app.evaluation.comparison import Comparison, compare
from search_app.evaluation.report import EvaluationReport, list_reports, load_report
from search_app.settings import read_settings


@dataclass(frozen=True, slots=True)
class QueryPair:
    """One query under two systems.

    Attributes:
        id: Its id.
        text: What was asked.
        before: Value of the baseline.
        after: Value of the system.
    """

    id: str
    text: str
    before: float
    after: float

    @property
    def difference(self) -> float:
        """Value of the system less that of the baseline."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two systems on the queries both have.

    Attributes:
        comparison: Means, interval and test.
        queries: Every query, the largest loss first.
    """

    comparison: Comparison
    queries: tuple[QueryPair, ...]


def stored_reports() -> tuple[dict[str, EvaluationReport], list[str]]:
    """Return {name of the folder: report}, newest first, and a sentence for each that cannot be read."""
    reports: dict[str, EvaluationReport] = {}
    problems: list[str] = []
    for folder in list_reports(read_settings().data_dir):
        try:
            reports[folder.name] = _load(str(folder), (folder / "report.json").stat().st_mtime_ns)
        except (SearchAppError, OSError) as error:
            problems.append(str(error))
    return reports, problems


@st.cache_data(show_spinner=False, max_entries=32)
def _load(folder: str, changed: int) -> EvaluationReport:
    del changed  # part of the key only
    return load_report(Path(folder))


def measures_of(report: EvaluationReport) -> tuple[str, ...]:
    """Return the measures every system of a report has, in its order."""
    systems = list(report.systems.values())
    first = systems[0].measures if systems else {}
    return tuple(name for name in first if all(name in system.measures for system in systems))


def side_by_side(
    baseline: tuple[str, EvaluationReport], system: tuple[str, EvaluationReport], measure: str
) -> SideBySide | None:
    """Compare two systems on the queries both reports judge; None when there is nothing to compare by.

    Args:
        baseline: Name of the first system, and its report.
        system: The same for the second one.
        measure: Which measure.
    """
    before, after = _values(*baseline, measure), _values(*system, measure)
    texts = dict(zip(system[1].query_ids, system[1].query_texts, strict=False))
    shared = [query for query in after if query in before]
    if not shared:
        return None
    pairs = [QueryPair(query, texts.get(query, query), before[query], after[query]) for query in shared]
    found = compare(
        baseline[0],
        system[0],
        measure,
        np.array([pair.before for pair in pairs]),
        np.array([pair.after for pair in pairs]),
    )
    return SideBySide(found, tuple(sorted(pairs, key=lambda pair: (pair.difference, pair.id))))


def _values(name: str, report: EvaluationReport, measure: str) -> Mapping[str, float]:
    values = report.systems[name].per_query.get(measure, ())
    return dict(zip(report.query_ids, values, strict=False))
