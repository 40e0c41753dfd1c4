"""`search-app delete`: by id and by filter, from every lane, as one publication."""

import json

import pytest
from fixtures.command import Command
from fixtures.ingest_run import Workbench, documents, load_tiny

from search_app.collections.builds.writer_lock import writer_lock
from search_app.records import passage_id
from search_app.stores.edge import EdgeVectorStore


@pytest.fixture(scope="module")
def models(tiny_bundles):
    return load_tiny(tiny_bundles)


@pytest.fixture
def bench(tmp_path, models):
    bench = Workbench(tmp_path, models)
    entries = documents(8)
    entries[2]["text"] = "the horse and the river. " * 10
    bench.ingest(entries)
    return bench


@pytest.fixture
def command(bench, tiny_bundles, monkeypatch):
    return Command(monkeypatch, bench.data_dir, tiny_bundles)


def left(bench) -> set[str]:
    """Document ids after every lane was compared."""
    return {stored[0] for stored in bench.contents().values()}


def test_ids_leave_every_lane_and_unknown_ones_are_named(bench, command):
    before, passages = bench.generation.id, bench.generation.manifest.passages
    done = command("delete", "doc 2", "doc 5", "nobody", "-c", "c", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["deleted"], told["documents"], told["published"]) == (2, 6, True)
    assert (told["unknown"], told["unknown_ids"]) == (1, ["nobody"])
    assert told["passages"] < passages - 2, "all passages of a long document go"
    assert left(bench) == {f"doc {number}" for number in (0, 1, 3, 4, 6, 7)}
    assert not bench.lucene_finds("horse river") & {passage_id("doc 2", ordinal) for ordinal in range(9)}
    assert bench.generation.manifest.previous == before
    assert bench.generation.manifest.sources == (str(bench.source),)


def test_a_filter_takes_what_passes_and_asks_first(bench, command):
    before = bench.generation.id
    counted = command("delete", "-c", "c", "--filter", "kind=odd", "--filter", "number>=3", "--dry-run")
    assert (counted.exit_code, "would delete 3 of 8 documents" in counted.stderr) == (0, True)
    asked = command("delete", "-c", "c", "--filter", "kind=odd", "--filter", "number>=3")
    assert (asked.exit_code, "--yes" in asked.stderr) == (2, True)
    assert bench.generation.id == before
    for told in (counted, asked):
        assert [line for line in told.stderr.splitlines() if line.startswith("  ")] == [
            "  doc 3",
            "  doc 5",
            "  doc 7",
        ]
    done = command("delete", "-c", "c", "--filter", "kind=odd AND number>=3", "-y", "--json")
    assert json.loads(done.stdout.splitlines()[-1])["deleted_ids"] == ["doc 3", "doc 5", "doc 7"]
    assert "  doc 5\n" in done.stderr
    assert left(bench) == {f"doc {number}" for number in (0, 1, 2, 4, 6)}


def test_ids_from_standard_input_and_deleting_everything(bench, command):
    ids = "".join(f"doc {number}\n" for number in range(8))
    assert command("delete", "-c", "c", "--ids-file", "-", stdin=ids).exit_code == 0
    assert left(bench) == set()
    assert command("search", "horse", "-c", "c").exit_code == 0
    assert bench.ingest().encoded == bench.generation.manifest.passages, "the source brings them back"


def test_a_code_is_deleted_as_it_is_written_and_of_many_only_the_first_are_named(bench, command):
    entries = documents(30)
    for number, entry in enumerate(entries):
        entry["metadata"]["code"] = {3: "007", 4: 7, 5: "1.10", 6: 1.1}.get(number, "other")
    bench.ingest(entries)
    assert command("delete", "-c", "c", "-f", "code=007|1.10", "-y").exit_code == 0
    assert {"doc 4", "doc 6"} == left(bench) & {f"doc {number}" for number in range(3, 7)}
    told = command("delete", "-c", "c", "-f", "NOT code=7", "--dry-run")
    assert "would delete 27 of 28" in told.stderr
    assert "  and 7 more\n" in told.stderr
    assert command("delete", "-c", "c", "-f", "code=1.1 OR code=7", "-y").exit_code == 0
    assert len(left(bench)) == 26


def test_mistakes_change_nothing(bench, command):
    before = bench.generation.id
    for arguments, code, message in [
        (("nobody",), 3, "has 1 ids"),
        (("-f", "kind=none", "-y"), 3, "has the filter"),
        ((), 2, "nothing to delete"),
        (("doc 1", "-f", "kind=odd"), 2, "both ids and a filter"),
        (("-f", "knid=odd", "-y"), 2, "kind (keyword)"),
        (("-f", "number=odd", "-y"), 2, "number (number)"),
        (("--ids-file", "/no/such/file"), 2, "cannot be read"),
    ]:
        done = command("delete", "-c", "c", *arguments)
        assert (done.exit_code, message in done.stderr) == (code, True), done.stderr
    assert command("delete", "x", "-c", "none").exit_code == 3
    with writer_lock(bench.data_dir / "collections" / "c" / "writer.lock", "c"):
        assert command("delete", "doc 1", "-c", "c").exit_code == 6
    assert bench.generation.id == before
    assert len(left(bench)) == 8


def test_a_failed_deletion_leaves_the_collection_and_the_next_one_deletes_only_its_own(
    bench, command, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(EdgeVectorStore, "optimize", _full)
        assert command("delete", "doc 1", "-c", "c").exit_code == 7
    assert len(left(bench)) == 8
    assert command("delete", "doc 2", "-c", "c").exit_code == 0
    assert left(bench) == {f"doc {number}" for number in (0, 1, 3, 4, 5, 6, 7)}


def _full(_store):
    raise OSError(28, "No space left on device")
