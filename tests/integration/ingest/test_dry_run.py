"""`search-app ingest --dry-run`: what an ingest would make of a source, and nothing written."""

import json

import pytest
from fixtures.command import Command
from fixtures.ingest_run import documents, write_jsonl


@pytest.fixture
def run(monkeypatch, tmp_path, tiny_bundles):
    return Command(monkeypatch, tmp_path / "data", tiny_bundles)


def test_it_counts_what_an_ingest_then_makes_and_writes_nothing(run, tmp_path):
    entries = [*documents(6, words=60), {"_id": "doc 1", "text": "again"}, {"_id": "x"}]
    source = str(write_jsonl(tmp_path / "source.jsonl", entries))
    arguments = ("ingest", source, "--collection", "c", "--passage-tokens", "16", "--json")
    tried = run(*arguments, "--dry-run")
    assert tried.exit_code == 5
    assert not (tmp_path / "data").exists()
    found = json.loads(tried.stdout)
    assert (found["documents"], found["rejects"]) == (6, 2)
    assert found["mapping"] == "id=_id,title=title,text=text,metadata=(all other fields)"
    assert found["fields"] == {"kind": "keyword", "number": "number", "tags": "keywords"}
    assert [document["id"] for document in found["first"]] == ["doc 0", "doc 1", "doc 2"]
    reasons = [reject["reason"] for reject in found["first_rejects"]]
    assert reasons[0] == "an id that the source had before"
    made = json.loads(run(*arguments).stdout.splitlines()[-1])
    assert (made["documents"], made["passages"], made["rejects"]) == (6, found["passages"], 2)
    assert found["passages"] > 6


def test_it_shows_a_mapped_table_to_people(run, tmp_path):
    (tmp_path / "a.csv").write_text("key,name,abstract,when\n1,\x1b[31mRed,A text.,2024-05-31\n")
    mapping = "id=key,title=name,text=abstract,metadata=when:date"
    tried = run("ingest", str(tmp_path / "a.csv"), "-c", "c", "--map", mapping, "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert f"mapping    {mapping}" in tried.stdout
    assert "when (number)" in tried.stdout
    assert "documents  1, in 1 passages" in tried.stdout
    assert "when = 20240531" in tried.stdout
    assert "Nothing was written." in tried.stdout
    assert "\x1b[31m" not in tried.stdout


def test_a_mapped_date_can_be_searched_by_range(run, tmp_path):
    rows = [{"key": str(n), "body": f"cat number {n}", "when": f"2024-0{n}-15"} for n in range(1, 5)]
    source = str(write_jsonl(tmp_path / "a.jsonl", rows))
    made = run(
        "ingest", source, "-c", "c", "--map", "id=key,text=body", "--map", "metadata=when:date", "--json"
    )
    assert made.exit_code == 0, made.output
    found = run("search", "cat", "-c", "c", "--where", "when>=2024-03-01", "--no-rerank", "--json")
    assert found.exit_code == 0, found.output
    ids = {result["doc_id"] for result in json.loads(found.stdout)["results"]}
    assert ids == {"3", "4"}
