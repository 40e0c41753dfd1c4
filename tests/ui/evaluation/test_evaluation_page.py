"""The evaluation page on stored reports."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures.app_pages import open_page, page_of
from fixtures.hand_made_report import report
from fixtures.shown import shown

from search_app.evaluation.report import SystemReport, evaluations_folder, save_report
from ui.evaluation.evaluation_comparison import comparison_card
from ui.evaluation.evaluation_reports import side_by_side
from ui.evaluation.evaluation_table import interval_chart, measured

pytestmark = pytest.mark.usefixtures("pages")


@pytest.fixture
def stored(set_up: Callable[..., None], tmp_path: Path) -> Path:
    set_up(data_dir=str(tmp_path / "data"))
    folder = evaluations_folder(tmp_path / "data")
    save_report(folder / "kitchen-test", report("plain", collection="kitchen"))
    return folder


def test_without_an_evaluation_the_page_says_what_to_run(set_up: Callable[..., None], tmp_path: Path) -> None:
    set_up(data_dir=str(tmp_path / "nothing"))
    page = page_of(open_page("evaluation"))
    assert page.one("h2").text == "No evaluation yet"


def test_figures_intervals_and_queries_are_shown(stored: Path) -> None:
    app = open_page("evaluation")
    table, chart, comparison = page_of(app).all("article")
    rows = {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in table.all("tr")[1:]}
    assert rows == {"bm25": [".3000", "12 / 31"], "dense": [".5500", "12 / 31"]}
    assert [strong.text for strong in table.all("strong")] == [".5500"]
    assert [row.all("th")[0].text for row in chart.one("tbody").all("tr")] == ["dense", "bm25"]
    verdict = comparison.one("p", "verdict").text
    assert "2 wins, 1 losses, 1 ties over 4 queries" in verdict
    wins, losses = comparison.all("table", "queries")
    assert [row.all("th")[0].text for row in wins.all("tr")] == ["question 3 plain", "question 0 plain"]
    assert [row.one("td", "figure").text for row in losses.all("tr")] == [".4000 → .1000"]
    assert app.query_params["system"] == "dense"
    (link,) = [entry for entry in app.get("page_link") if entry.proto.label == "Compare its stages"]
    assert link.proto.query_string == "q=question+1+plain&collection=kitchen"


def test_systems_of_two_evaluations_are_compared(stored: Path) -> None:
    save_report(stored / "earlier", report("plain", query_ids=["q0", "q1", "q7", "q8"]))
    app = open_page(
        "evaluation", report="kitchen-test", measure="nDCG@10", system="dense", baseline="earlier / bm25"
    )
    assert app.query_params["baseline"] == "earlier / bm25"
    assert "over 2 queries" in page_of(app).all("article")[2].text
    save_report(stored / "elsewhere", report("plain", query_ids=["a", "b", "c", "d"]))
    app = open_page("evaluation", report="kitchen-test", baseline="elsewhere / bm25")
    assert "no query in common" in page_of(app).text


def test_a_report_that_cannot_be_read_is_named_and_the_others_are_shown(stored: Path) -> None:
    (stored / "broken").mkdir()
    (stored / "broken" / "report.json").write_text("{", encoding="utf-8")
    page = page_of(open_page("evaluation"))
    assert "no readable report" in page.one("section", "warning").text
    assert page.all("article")


def test_garbage_in_the_link_is_survived(stored: Path) -> None:
    app = open_page("evaluation", report="<b>", measure="many", system="none", query="?")
    assert app.query_params["report"] == "kitchen-test"


def test_one_system_alone_needs_no_comparison(stored: Path) -> None:
    whole = report("plain")
    save_report(stored / "kitchen-test", replace(whole, systems={"bm25": whole.systems["bm25"]}))
    assert len(page_of(open_page("evaluation")).all("article")) == 2


def test_queries_are_paired_by_id() -> None:
    left, right = report(), report("plain", query_ids=["q3", "q2", "q1", "q0"])
    found = side_by_side(("bm25", left), ("bm25", right), "nDCG@10")
    assert found is not None
    assert {pair.id: (pair.before, pair.after) for pair in found.queries} == {
        "q0": (0.2, 0.0),
        "q1": (0.4, 0.6),
        "q2": (0.6, 0.4),
        "q3": (0.0, 0.2),
    }
    assert shown(comparison_card(found)).all("table", "queries")


def test_the_dot_lies_on_its_interval() -> None:
    root = shown(interval_chart(report(), "nDCG@10"))
    for spread, dot in zip(root.all("span", "range"), root.all("span", "dot"), strict=True):
        start, share = (float(part.split(":")[1]) for part in str(spread.attributes["style"]).split(";"))
        assert start <= float(str(dot.attributes["style"]).split(":")[1]) <= start + share <= 1


def test_a_system_without_an_interval_is_a_dot() -> None:
    lone = SystemReport({"MAP": 0.5}, {}, {}, {"MAP": [0.5]})
    assert shown(interval_chart(replace(report(), systems={"a": lone}), "MAP")).one("span", "dot")


@pytest.mark.parametrize(
    ("value", "text"), [(0.7216, ".7216"), (1.0, "1.0000"), (0.0, ".0000"), (-0.5, "-.5000")]
)
def test_measures_are_written_as_the_field_does(value: float, text: str) -> None:
    assert measured(value) == text
