"""`search-app ingest` and `search-app collections` as they are typed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fixtures.ingest_run import documents, write_jsonl

KEYS = {
    "documents",
    "passages",
    "encoded",
    "skipped",
    "deleted",
    "rejects",
    "rejects_file",
    "left_out",
    "languages",
    "notes",
    "seconds",
    "passages_per_second",
    "peak_memory_mb",
    "mixed_fields",
}


@pytest.fixture
def shell(tmp_path, tiny_bundles):
    environment = {
        "SEARCH_APP_DATA_DIR": str(tmp_path / "data"),
        "SEARCH_APP_DENSE_BUNDLE": str(tiny_bundles.dense),
        "SEARCH_APP_SPARSE_BUNDLE": str(tiny_bundles.sparse),
        "SEARCH_APP_CROSS_ENCODER_BUNDLE": str(tiny_bundles.cross_encoder),
    }
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SEARCH_APP", "QDRANT"))
    }

    def run(*arguments):
        command = [sys.executable, "-c", "from search_app.cli.main import main; main()", *arguments]
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            env=kept | environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run


def test_from_nothing_to_a_verified_collection_and_back_to_nothing(shell, tmp_path):
    entries = documents(12)
    entries[3]["text"] = None
    source = write_jsonl(tmp_path / "source.jsonl", entries)
    first = shell("ingest", str(source), "--collection", "c", "--json")
    assert first.returncode == 5, first.stderr
    outcome = json.loads(first.stdout.splitlines()[-1])
    assert set(outcome) == KEYS
    assert (outcome["documents"], outcome["encoded"], outcome["rejects"]) == (11, 11, 1)
    assert json.loads(Path(outcome["rejects_file"]).read_text())["position"] == "source.jsonl:4"
    logged = [json.loads(line) for line in first.stderr.splitlines()]
    assert [entry["stage"] for entry in logged if entry["event"] == "stage"][:3] == [
        "encode",
        "create",
        "encode",
    ]
    assert any("1 rejects, listed in" in entry.get("message", "") for entry in logged)
    assert (logged[-1]["event"], logged[-1]["collection"]) == ("finished", "c")

    write_jsonl(source, documents(12)[:3])
    told = tmp_path / "progress.json"
    again = shell("ingest", str(source), "-c", "c", "--prune", "--json", "--progress-file", str(told))
    assert again.returncode == 0, again.stderr
    progress = json.loads(told.read_text())
    assert (progress["stage"], progress["documents"], progress["skipped"]) == ("done", 3, 3)
    assert (progress["deleted"], progress["eta_seconds"], progress["fraction"]) == (8, 0.0, 1.0)
    outcome = json.loads(again.stdout)
    assert (outcome["documents"], outcome["encoded"], outcome["skipped"], outcome["deleted"]) == (3, 0, 3, 8)

    (listed,) = json.loads(shell("collections", "list", "--json").stdout)["collections"]
    assert (listed["name"], listed["documents"]) == ("c", 3)
    info = json.loads(shell("collections", "info", "c", "--json").stdout)
    assert info["fields"] == {"kind": "keyword", "number": "number", "tags": "keywords"}
    verified = shell("collections", "verify", "c", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["clean"]) == (0, True)

    asked = shell("collections", "delete", "c")
    assert (asked.returncode, "--yes" in asked.stderr) == (2, True)
    assert shell("collections", "delete", "c", "--yes").returncode == 0
    assert "No collections yet" in shell("collections", "list").stdout


def test_verify_says_what_is_wrong_and_fails(shell, tmp_path):
    shell("ingest", str(write_jsonl(tmp_path / "source.jsonl", documents(3))), "-c", "c")
    (manifest,) = (tmp_path / "data" / "collections" / "c" / "generations").glob("*/manifest.json")
    stated = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**stated, "passages": 4}))
    verified = shell("collections", "verify", "c")
    assert verified.returncode == 4
    assert "3 passages in the ledger, 4 in the manifest" in verified.stdout
    assert "collections verify c --repair" in verified.stdout
    mended = shell("collections", "verify", "c", "--repair")
    assert (mended.returncode, "repaired" in mended.stdout) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("ingest", "/no/such/file", "-c", "c"), 3, "no file or folder '/no/such/file'"),
        (("ingest", "python-docs", "-c", "../c"), 2, "collection name '../c'"),
        (("ingest", "python-docs", "-c", "c", "--packages", "no_such"), 3, "no Python source of a package"),
        (("ingest", "python-docs", "-c", "c", "--passage-tokens", "1"), 2, "1 tokens a passage"),
        (("collections", "verify", "none"), 3, "no collection 'none'"),
        (("collections", "info", "a/b"), 2, "collection name 'a/b'"),
        (("collections", "delete", "none", "--yes"), 3, "no collection 'none'"),
    ],
)
def test_mistakes_are_one_message_and_an_exit_code(shell, arguments, code, message):
    done = shell(*arguments)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_field_of_mixed_types_is_named_and_found_as_it_is_written(shell, tmp_path):
    table = tmp_path / "codes.csv"
    table.write_text("id,text,code,price\na,horse seven,007,9.99\nb,horse plain,7,10.50\nc,horse,12,1\n")
    told = shell("ingest", str(table), "--collection", "c")
    assert "without ranges: 'code' (keyword and number)" in told.stderr, told.stderr
    assert "price" not in told.stderr

    def found(where):
        asked = ("search", "horse", "-c", "c", "--lanes", "bm25", "--no-rerank", "--json", "--where", where)
        done = shell(*asked)
        assert done.returncode == 0, done.stderr
        return sorted(result["doc_id"] for result in json.loads(done.stdout)["results"])

    assert found("code=007") == ["a"]
    assert found("code=7") == ["b"]
    assert found("price=10.50 OR price<2") == ["b", "c"]
    refused = shell("search", "horse", "-c", "c", "--where", "cost=3")
    assert (refused.returncode, "code (keyword), price (decimal)" in refused.stderr) == (2, True)
