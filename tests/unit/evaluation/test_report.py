import json

import pytest

from search_app.errors import CorruptError, NotFoundError
from search_app.evaluation.report import (
    EvaluationReport,
    SystemReport,
    evaluations_folder,
    list_reports,
    load_report,
    save_report,
)


def report(name="one"):
    system = SystemReport(
        {"nDCG@10": 0.5}, {"nDCG@10": (0.25, 0.75)}, {"p50": 1.0, "p95": 2.0}, {"nDCG@10": [0.5]}
    )
    return EvaluationReport(name, "d", "test", "c", "g", "2026-01-01", ["q"], ["text"], {"bm25": system})


def test_a_saved_report_comes_back(tmp_path):
    save_report(tmp_path / "one", report())
    found = load_report(tmp_path / "one")
    assert found == report()
    assert found.to_json()["systems"]["bm25"] == {
        "nDCG@10": 0.5,
        "latency_ms": {"p50": 1.0, "p95": 2.0},
        "interval": {"nDCG@10": [0.25, 0.75]},
    }


def test_reports_are_listed(tmp_path):
    assert list_reports(tmp_path) == []
    for name in ("one", "two"):
        save_report(evaluations_folder(tmp_path) / name, report(name))
    assert {path.name for path in list_reports(tmp_path)} == {"one", "two"}


def test_damage_is_named(tmp_path):
    with pytest.raises(NotFoundError):
        load_report(tmp_path / "none")
    path = save_report(tmp_path / "one", report())
    path.write_text(path.read_text()[:50])
    with pytest.raises(CorruptError):
        load_report(path)
    path.write_text(json.dumps({"format": 99}))
    with pytest.raises(CorruptError, match="format 99"):
        load_report(path)
