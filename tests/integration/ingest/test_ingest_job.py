"""The whole job on the real engines: first run, re-run, change, prune, rejects, models, lock."""

import json

import pytest
from fixtures.ingest_run import Workbench, documents, load_tiny
from fixtures.tiny_bundles import TinyBundles, write_dense

from search_app.collections.builds.writer_lock import writer_lock
from search_app.errors import BadInputError, BusyError, MismatchError
from search_app.records import passage_id
from search_app.stores import VectorLayout


@pytest.fixture
def bench(tmp_path, tiny_bundles):
    return Workbench(tmp_path, load_tiny(tiny_bundles))


def long_text(word, sentences):
    return f"the {word} and the dog in water. " * sentences


def test_a_first_run_fills_every_lane(bench):
    outcome = bench.ingest(documents(60))
    contents = bench.contents()
    assert (outcome.documents, outcome.passages, outcome.encoded) == (60, 60, 60)
    assert (outcome.skipped, outcome.deleted, outcome.rejects, outcome.rejects_file) == (0, 0, 0, None)
    assert len(contents) == 60
    manifest = bench.generation.manifest
    assert (manifest.documents, manifest.passages) == (60, 60)
    assert manifest.fields == {"kind": "keyword", "number": "number", "tags": "keywords"}
    assert manifest.sources == (str(bench.source),)
    assert {"read", "encode", "write", "optimize", "publish", "total"} <= set(outcome.seconds)
    assert outcome.peak_memory_mb > 50
    assert outcome.generation == manifest.generation
    stored = contents[passage_id("doc 7", 0)]
    assert stored[0] == "doc 7"
    assert json.loads(stored[6]) == {"kind": "odd", "number": 7, "tags": ["a", "t1"]}


def test_a_second_run_encodes_copies_and_publishes_nothing(bench):
    first = bench.ingest(documents(40))
    encoded = bench.counter.encoded
    again = bench.ingest()
    assert bench.counter.encoded == encoded
    assert (again.encoded, again.skipped, again.published) == (0, 40, False)
    assert (again.documents, again.passages) == (first.documents, first.passages)
    assert again.generation == first.generation
    folder = bench.generation.path.parent.parent
    assert sorted(path.name for path in folder.iterdir()) == ["CURRENT", "generations", "writer.lock"]


def test_a_changed_document_replaces_all_its_passages_and_leaves_no_surplus(bench):
    entries = documents(20)
    entries[3]["text"] = long_text("cat", 12)
    before = bench.ingest(entries)
    assert before.passages > 22
    entries[3]["text"] = "the horse"
    entries[4]["text"] = long_text("vaccine", 6)
    after = bench.ingest(entries)
    contents = bench.contents()
    assert after.skipped == 18
    grown = [stored for stored in contents.values() if stored[0] == "doc 4"]
    assert after.encoded == 1 + len(grown)
    assert [stored[4] for stored in contents.values() if stored[0] == "doc 3"] == ["the horse"]
    assert bench.lucene_finds("horse") >= {passage_id("doc 3", 0)}
    assert not bench.lucene_finds("cat") & {passage_id("doc 3", ordinal) for ordinal in range(20)}
    fresh = Workbench(bench.folder / "fresh", bench.models)
    fresh.folder.mkdir()
    fresh.ingest(entries)
    assert contents == fresh.contents()


def test_the_generation_before_stays_readable_and_older_ones_go(bench):
    entries = documents(5)
    for number in range(4):
        entries[0]["text"] = f"the cat {number}"
        bench.ingest(entries)
    generations = sorted(path.name for path in bench.generation.path.parent.iterdir())
    assert generations == sorted([bench.generation.id, bench.generation.manifest.previous])


def test_vanished_documents_stay_unless_pruned(bench):
    bench.ingest(documents(10))
    assert bench.ingest(documents(6)).documents == 10
    pruned = bench.ingest(documents(6), prune=True)
    assert (pruned.documents, pruned.deleted, pruned.encoded) == (6, 4, 0)
    assert {stored[0] for stored in bench.contents().values()} == {f"doc {number}" for number in range(6)}


def test_sources_add_up(bench):
    bench.ingest(documents(5))
    first = str(bench.source)
    bench.source = bench.folder / "more.jsonl"
    outcome = bench.ingest([{**entry, "_id": f"more {entry['_id']}"} for entry in documents(3)])
    assert outcome.documents == 8
    assert bench.generation.manifest.sources == (first, str(bench.source))
    assert len(bench.contents()) == 8


def test_good_documents_are_kept_beside_rejects_that_are_listed(bench):
    entries = documents(8)
    entries[2]["text"] = 5
    entries[5] = {**entries[4], "text": "twice"}
    outcome = bench.ingest(entries)
    assert (outcome.documents, outcome.rejects) == (6, 2)
    listed = [json.loads(line) for line in outcome.rejects_file.read_text().splitlines()]
    assert listed == [
        {
            "position": "source.jsonl:3",
            "reason": "the text is a number, not text",
            "document_id": "doc 2",
            "kind": "refused",
        },
        {
            "position": "source.jsonl:6",
            "reason": "an id that the source had before",
            "document_id": "doc 4",
            "kind": "refused",
        },
    ]
    assert len(bench.contents()) == 6


def test_a_rejected_document_keeps_its_stored_version_even_when_pruning(bench):
    entries = documents(4)
    bench.ingest(entries)
    entries[1]["text"] = None
    assert bench.ingest(entries, prune=True).documents == 4
    bench.source.write_text(bench.source.read_text() + "{broken\n")
    notes = []
    outcome = bench.ingest(prune=True, progress=Notes(notes))
    assert (outcome.documents, outcome.deleted) == (4, 0)
    assert "Nothing is pruned" in notes[-1]


class Notes:
    def __init__(self, notes):
        self.note = notes.append

    def phase(self, name):
        pass

    def advanced(self, counts, fraction):
        assert 0 <= fraction <= 1


@pytest.mark.parametrize(
    ("options", "stops"), [({"strict": True}, True), ({"max_rejects": 1}, True), ({"max_rejects": 2}, False)]
)
def test_too_many_rejects_stop_the_job_and_publish_nothing(bench, options, stops):
    bench.ingest(documents(4))
    before = bench.generation.id
    entries = documents(9, seed=3)
    entries[2]["text"] = entries[4]["text"] = 5
    if not stops:
        assert bench.ingest(entries, **options).rejects == 2
        return
    with pytest.raises(BadInputError, match=r"source.jsonl:[35]: the text is a number"):
        bench.ingest(entries, **options)
    assert bench.generation.id == before
    assert bench.ingest(documents(9, seed=3)).documents == 9


def test_a_source_without_a_usable_document_is_an_error_and_makes_no_collection(bench):
    for entries in ([], [{"_id": "x"}]):
        with pytest.raises(BadInputError, match="holds no usable document"):
            bench.ingest(entries)
    assert not (bench.data_dir / "collections" / "c" / "CURRENT").exists()


def test_vectors_of_two_models_never_mix(bench, tiny_bundles, tmp_path):
    bench.ingest(documents(5))
    before = bench.generation.id
    other = load_tiny(TinyBundles(write_dense(tmp_path / "other", seed=8), tiny_bundles.sparse, tmp_path))
    with pytest.raises(MismatchError, match="--recreate"):
        bench.ingest(models=other)
    assert bench.generation.id == before
    outcome = bench.ingest(models=other, recreate=True)
    assert (outcome.encoded, outcome.published) == (5, True)
    assert bench.generation.manifest.models["dense"].fingerprint == other.fingerprints["dense"]
    assert len(bench.contents()) == 5


def test_recreate_starts_from_the_source_alone(bench):
    bench.ingest(documents(5))
    outcome = bench.ingest(documents(3), recreate=True)
    assert (outcome.documents, outcome.encoded, outcome.deleted) == (3, 3, 0)
    assert len(bench.contents()) == 3


def test_recreate_mends_a_collection_that_cannot_be_read(bench):
    bench.ingest(documents(3))
    (bench.generation.path / "manifest.json").write_text("{")
    assert bench.ingest(recreate=True).encoded == 3
    assert len(bench.contents()) == 3


def test_another_passage_budget_encodes_anew(bench):
    entries = [{"_id": "a", "text": long_text("cat", 20)}]
    short = bench.ingest(entries)
    long = bench.ingest(passage_tokens=64)
    assert long.passages < short.passages
    assert long.encoded == long.passages == len(bench.contents())


def test_the_layout_of_vectors_is_chosen_kept_and_changed_without_encoding(bench):
    bench.ingest(documents(9), quantization="scalar", on_disk=True)
    assert bench.generation.manifest.store.layout == VectorLayout("scalar", True)
    before = bench.contents()
    config = json.loads((bench.generation.vectors_path / "edge_config.json").read_text())["vectors"]["dense"]
    assert (config["quantization_config"]["scalar"]["type"], config["memory"]) == ("int8", "cold")
    assert bench.ingest().published is False
    bench.ingest(documents(10))
    assert bench.generation.manifest.store.layout == VectorLayout("scalar", True)
    changed = bench.ingest(on_disk=False)
    assert (changed.published, changed.encoded) == (True, 0)
    assert bench.generation.manifest.store.layout == VectorLayout("scalar", False)
    assert {key: stored for key, stored in bench.contents().items() if key in before} == before


def test_a_second_job_is_told_who_holds_the_collection(bench):
    bench.ingest(documents(2))
    lock = bench.data_dir / "collections" / "c" / "writer.lock"
    with writer_lock(lock, "c"), pytest.raises(BusyError, match="collection 'c' is being written by process"):
        bench.ingest()


def test_documents_of_hostile_shapes_come_back_as_they_were(bench):
    entries = [
        {"_id": "a\u0000\n\u202e🙂", "title": "<script>alert(1)</script>", "text": "NUL \u0000 in text"},
        {"_id": "x" * 4096, "text": "*:* AND (cat OR"},
        {"_id": "../../etc/passwd", "title": "only a title", "text": ""},
    ]
    outcome = bench.ingest(entries)
    assert (outcome.documents, outcome.rejects) == (3, 0)
    stored = {entry[0]: entry for entry in bench.contents().values()}
    for entry in entries:
        assert stored[entry["_id"]][4:6] == (entry["text"], entry.get("title", ""))
