"""How good it is: stored evaluations with their intervals, and two systems query by query."""

from collections.abc import Mapping, Sequence

import streamlit as st

from search_app.errors import SearchAppError
from search_app.evaluation.report import EvaluationReport
from ui.evaluation.evaluation_comparison import comparison_card
from ui.evaluation.evaluation_reports import SideBySide, measures_of, side_by_side, stored_reports
from ui.evaluation.evaluation_table import interval_chart, report_card
from ui.markup.html import element, show
from ui.shell import messages
from ui.shell.page_heading import unseen_heading
from ui.shell.pages import page
from ui.shell.url_sync import incoming_params, publish_params

PARAMETERS = ("report", "measure", "system", "baseline", "query")
_BETWEEN = " / "  # in a folder's name it cannot be
_KEYS = {name: f"evaluation-{name}" for name in PARAMETERS}


def render() -> None:
    """Draw the page."""
    params = incoming_params("evaluation", PARAMETERS)
    show(unseen_heading("Evaluation"))
    try:
        reports, problems = stored_reports()
    except SearchAppError as error:
        show(messages.failed(error, "Evaluations cannot be read"))
        return
    for problem in problems:
        show(messages.unusable_report(problem))
    usable = {name: report for name, report in reports.items() if measures_of(report)}
    if not usable:
        show(messages.no_evaluation())
        return
    if params is not None:
        st.session_state.update({_KEYS[name]: params.get(name) for name in PARAMETERS})
    _draw(usable)


def _draw(reports: Mapping[str, EvaluationReport]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="choices"):
        name = _choice("Evaluation", "report", list(reports), 300)
        report = reports[name]
        measures = measures_of(report)
        measure = _choice("Measure", "measure", measures, 160)
    show(report_card(report, measures))
    show(interval_chart(report, measure))
    chosen = {"report": name, "measure": measure} | _compared(reports, name, measure)
    publish_params("evaluation", PARAMETERS, chosen)


def _compared(reports: Mapping[str, EvaluationReport], name: str, measure: str) -> dict[str, str]:
    """Draw the comparison of two systems; returns what was chosen."""
    report = reports[name]
    systems = sorted(report.systems, key=lambda entry: -report.systems[entry].measures[measure])
    others = [
        f"{other}{_BETWEEN}{system}"
        for other in reports
        if other != name
        for system in reports[other].systems
    ]
    with st.container(horizontal=True, vertical_alignment="bottom", key="compared"):
        system = _choice("System", "system", systems, 240)
        baselines = [entry for entry in systems if entry != system] + others
        if not baselines:
            return {"system": system}
        baseline = _choice("Compared with", "baseline", baselines, 320)
    place, _, known = baseline.partition(_BETWEEN) if baseline in others else (name, "", baseline)
    found = side_by_side((known, reports[place]), (system, report), measure)
    chosen = {"system": system, "baseline": baseline}
    if found is None:
        show(element("p", "The two evaluations have no query in common.", class_="invitation"))
        return chosen
    show(comparison_card(found))
    return chosen | _looked_at(report, found)


def _looked_at(report: EvaluationReport, found: SideBySide) -> dict[str, str]:
    """Draw the way from a query to its results at every stage."""
    texts = {pair.id: f"{pair.difference:+.3f}  {pair.text}" for pair in found.queries if pair.difference}
    if not texts:
        return {}
    with st.container(horizontal=True, vertical_alignment="bottom", key="looked-at"):
        query = _choice("Look at a query", "query", list(texts), 520, texts)
        text = next(pair.text for pair in found.queries if pair.id == query)
        params = {"q": text, "collection": report.collection}
        label = "Compare its stages"
        st.page_link(page("compare"), label=label, icon=":material/compare_arrows:", query_params=params)
    return {"query": query}


def _choice(
    label: str, name: str, options: Sequence[str], width: int, texts: Mapping[str, str] | None = None
) -> str:
    key = _KEYS[name]
    held = st.session_state.get(key)
    st.session_state[key] = held if held in options else options[0]
    told = (lambda option: texts[option]) if texts else str
    chosen: str = st.selectbox(label, options, key=key, width=width, format_func=told)
    return chosen
