"""The application as a library: what the README shows runs as it stands there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import search_app
from pipelines.ingest import IngestOptions, ingest_rows
from search_app import Query, SearchAppError, SearchService, answer_object

ROOT = Path(__file__).resolve().parents[3]
ROWS = [
    {"id": "a", "text": "the cat bakes bread", "kind": "even"},
    {"id": "b", "text": "the horse eats an apple", "kind": "odd"},
]


def run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_s_program_runs_with_the_shipped_models(tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    first, *_ = run(code, SEARCH_APP_DATA_DIR=str(tmp_path)).splitlines()
    assert first.startswith("a ")
    assert "'bm25': 1" in first
    assert "timeout" in first


def test_every_public_name_is_there_and_costs_nothing_until_it_is_used():
    assert set(search_app.__all__) <= set(dir(search_app))
    for name in search_app.__all__:
        assert getattr(search_app, name).__name__ == name
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        search_app.Nothing  # noqa: B018  # asked for on purpose
    loaded = run("import search_app, sys; print([m for m in sys.modules if m.startswith('search_app.')])")
    assert loaded.strip() == "['search_app.telemetry']"  # switched off before anything else


@pytest.fixture
def settings(settings, tmp_path):
    """Those of the other tests, with an empty data directory."""
    return settings.model_copy(update={"data_dir": tmp_path / "data"})


def test_rows_are_searched_and_only_changes_are_encoded(settings):
    first = ingest_rows(ROWS, "animals", settings=settings)
    assert (first.documents, first.encoded, first.rejects) == (2, 2, 0)
    changed = [ROWS[0], {**ROWS[1], "text": "the horse eats bread"}]
    second = ingest_rows(iter(changed), "animals", settings=settings)
    assert (second.documents, second.encoded, second.skipped) == (2, 1, 1)
    with SearchService(settings) as service:
        answer = service.open("animals").search(Query("horse", limit=1))
    assert answer.results[0].passage.document_id == "b"
    assert "bread" in answer.results[0].passage.text
    assert json.loads(json.dumps(answer_object(answer, "animals")))["results"][0]["doc_id"] == "b"


def test_a_refused_row_is_counted_and_listed_beside_the_good_ones(settings):
    outcome = ingest_rows([*ROWS, {"id": "c"}], "animals", name="shop", settings=settings)
    assert (outcome.documents, outcome.rejects) == (2, 1)
    (reject,) = map(json.loads, outcome.rejects_file.read_text().splitlines())
    assert reject["position"] == "shop:3"
    assert "no text" in reject["reason"]


def test_a_strict_job_publishes_nothing(settings):
    with pytest.raises(SearchAppError, match="shop:1"):
        ingest_rows(
            ["text", *ROWS], "animals", name="shop", settings=settings, options=IngestOptions(strict=True)
        )
    with SearchService(settings) as service, pytest.raises(SearchAppError, match="animals"):
        service.open("animals").search(Query("horse"))


def test_a_source_that_fails_midway_leaves_what_was_published(settings):
    ingest_rows(ROWS, "animals", settings=settings)

    def rows():
        yield {"id": "c", "text": "a dog sleeps"}
        raise ConnectionError("the data base went away")

    with pytest.raises(
        SearchAppError, match="after row 1 with ConnectionError .the data base went away."
    ) as told:
        ingest_rows(rows(), "animals", name="shop", settings=settings)
    assert isinstance(told.value.__cause__, ConnectionError)
    with SearchService(settings) as service:
        found = {
            hit.passage.document_id for hit in service.open("animals").search(Query("dog horse cat")).results
        }
    assert found == {"a", "b"}


def test_a_service_is_closed_after_its_block(settings):
    ingest_rows(ROWS, "animals", settings=settings)
    with SearchService(settings) as service:
        service.open("animals").search(Query("cat"))
    with pytest.raises((SearchAppError, RuntimeError)):
        service.open("animals").search(Query("cat"))


@pytest.mark.parametrize(("long", "prepared"), [(0.0, 1), (20.0, 0)])
def test_a_long_job_prepares_java_for_the_next_start(settings, monkeypatch, long, prepared):
    calls = []
    monkeypatch.setattr("pipelines.ingest.configured.prepare_jvm", lambda: calls.append(1))
    monkeypatch.setattr("pipelines.ingest.configured._LONG_SECONDS", long)
    ingest_rows(ROWS, "animals", settings=settings)
    assert len(calls) == prepared
