"""A failure at any step leaves the old generation as it was, and the next run ends in the same state."""

import shutil
from itertools import count
from pathlib import Path

import pytest
from fixtures.ingest_run import CountingEncoder, Workbench, documents, load_tiny

from pipelines.readers.jsonl import JsonlReader
from search_app.collections.builds import publication
from search_app.collections.ledger import Ledger
from search_app.errors import UnavailableError
from search_app.lucene.writer import LuceneIndexWriter
from search_app.stores import sparse_copy
from search_app.stores.edge import EdgeVectorStore

COMMIT = 4
FIRST = documents(11)
FIRST[1]["text"] = "the horse and the river. " * 10
SECOND = [dict(entry) for entry in FIRST[:-2]] + documents(13)[11:]
SECOND[0]["text"] = "the horse and the river. " * 10
SECOND[1]["text"] = "fish"
CALLS = {
    "read": [(JsonlReader, "read")],
    "encode": [(CountingEncoder, "encode")],
    "write": [
        (Ledger, "begin"),
        (EdgeVectorStore, "upsert"),
        (EdgeVectorStore, "delete"),
        (LuceneIndexWriter, "upsert"),
        (LuceneIndexWriter, "delete"),
    ],
    "copy": [(sparse_copy, "copy_file")],
    "commit": [
        (EdgeVectorStore, "flush"),
        (EdgeVectorStore, "optimize"),
        (LuceneIndexWriter, "commit"),
        (Ledger, "confirm"),
        (Ledger, "remove"),
        (publication, "sync_folder"),
    ],
    "rename": [(Path, "rename"), (Path, "replace")],
}


class Switch:
    """Makes the n-th call of a kind fail, before or after it has done its work."""

    def __init__(self, monkeypatch, functions, turn, after=False):
        self.calls, self._turn, self._after = 0, turn, after
        for owner, name in functions:
            make = self._failing_items if name == "read" else self._failing
            monkeypatch.setattr(owner, name, make(getattr(owner, name)))

    @property
    def fired(self):
        return self.calls >= self._turn

    def _failing(self, original):
        def failing(*args, **kwargs):
            self.calls += 1
            if self.calls != self._turn:
                return original(*args, **kwargs)
            if self._after:
                original(*args, **kwargs)
            raise OSError(28, "No space left on device")

        return failing

    def _failing_items(self, original):
        def failing(reader):
            for item in original(reader):
                self.calls += 1
                if self.calls == self._turn:
                    raise OSError(28, "No space left on device")
                yield item

        return failing


@pytest.fixture(scope="module")
def models(tiny_bundles):
    return load_tiny(tiny_bundles)


@pytest.fixture(scope="module")
def template(models, tmp_path_factory):
    """A collection after its first ingest, to be copied, and what it holds before and after the second."""
    bench = Workbench(tmp_path_factory.mktemp("template"), models)
    bench.ingest(FIRST)
    before = bench.contents()
    again = Workbench(tmp_path_factory.mktemp("unbroken"), models)
    shutil.copytree(bench.data_dir, again.data_dir)
    again.ingest(SECOND, prune=True)
    return bench.data_dir, before, again.contents()


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (kind, after)
        for kind in CALLS
        for after in ((False,) if kind in ("read", "encode") else (False, True))
    ],
)
def test_a_failure_at_every_single_call_costs_nothing_but_time(
    tmp_path, monkeypatch, models, template, kind, after
):
    data_dir, before, afterwards = template
    monkeypatch.setattr("pipelines.ingest.encode.WINDOW", 4)
    # The dozens of files of a copy and the items read into one window differ in nothing: some stand for all.
    for turn in count(1, {"copy": 11, "read": 3}.get(kind, 1)):
        bench = Workbench(tmp_path / str(turn), models)
        bench.folder.mkdir()
        shutil.copytree(data_dir, bench.data_dir)
        generation = bench.generation.id
        with monkeypatch.context() as patch:
            switch = Switch(patch, CALLS[kind], turn, after)
            message = ""
            try:
                bench.ingest(SECOND, prune=True, commit_passages=COMMIT)
            except UnavailableError as error:
                message = str(error)
        assert switch.fired is (
            "No space left on device" in message and "run the same command again" in message
        )
        if switch.fired and bench.generation.id == generation:
            assert bench.contents() == before
        bench.ingest(prune=True, commit_passages=COMMIT)
        assert bench.contents() == afterwards
        shutil.rmtree(bench.folder)
        if not switch.fired:
            break
    assert turn > 2, "the step is never reached: this test would test nothing"


def test_an_encoder_that_fails_half_way_keeps_what_was_confirmed(tmp_path, models):
    bench = Workbench(tmp_path, models)
    encode = bench.counter.inner.encode

    class Failing:
        def encode(self, passages):
            if bench.counter.encoded > 300:
                raise UnavailableError("the model is gone")
            return encode(passages)

    bench.counter.inner = Failing()
    with pytest.raises(UnavailableError, match="the model is gone"):
        bench.ingest(documents(600), commit_passages=64)
    done = bench.counter.encoded
    assert not (tmp_path / "data" / "collections" / "c" / "CURRENT").exists()

    class Working:
        def encode(self, passages):
            return encode(passages)

    bench.counter.inner, bench.counter.encoded = Working(), 0
    outcome = bench.ingest(commit_passages=64)
    assert outcome.documents == 600
    assert 0 < bench.counter.encoded < 600
    assert bench.counter.encoded + 256 <= 600, f"of {done} encoded, one window was confirmed"
    assert len(bench.contents()) == 600


def test_what_another_source_left_half_done_is_not_mixed_in(tmp_path, models):
    bench = Workbench(tmp_path, models)
    bench.ingest(documents(3))
    with pytest.MonkeyPatch.context() as patch:
        Switch(patch, [(EdgeVectorStore, "optimize")], 1)
        with pytest.raises(UnavailableError):
            bench.ingest(documents(9))
    bench.source = tmp_path / "other.jsonl"
    outcome = bench.ingest([{"_id": "other", "text": "cat"}])
    assert outcome.documents == 4


def test_documents_an_interrupted_job_wrote_and_the_source_has_lost_are_not_published(tmp_path, models):
    bench = Workbench(tmp_path, models)
    bench.ingest(documents(3))
    with pytest.MonkeyPatch.context() as patch:
        Switch(patch, [(EdgeVectorStore, "optimize")], 1)
        with pytest.raises(UnavailableError):
            bench.ingest(documents(9))
    outcome = bench.ingest(documents(5))
    assert (outcome.documents, outcome.encoded) == (5, 0)
    assert len(bench.contents()) == 5


def test_an_unreadable_left_over_is_said_and_replaced(tmp_path, models):
    bench = Workbench(tmp_path, models)
    with pytest.MonkeyPatch.context() as patch:
        Switch(patch, [(EdgeVectorStore, "optimize")], 1)
        with pytest.raises(UnavailableError):
            bench.ingest(documents(9))
    ledger = tmp_path / "data" / "collections" / "c" / "staging" / "ledger.sqlite"
    ledger.write_bytes(b"damaged" * 1000)
    notes = []

    class Notes:
        note = notes.append

        def phase(self, name):
            pass

        def advanced(self, counts, fraction):
            pass

    outcome = bench.ingest(progress=Notes())
    assert (outcome.documents, outcome.encoded) == (9, 9)
    assert "cannot be used, starting anew" in notes[0]


@pytest.mark.parametrize(("owner", "name"), [(Ledger, "confirm"), (EdgeVectorStore, "optimize")])
@pytest.mark.parametrize("prune", [False, True])
def test_a_document_that_changed_before_a_kill_and_vanished_after_it_stays_as_it_was(
    tmp_path, models, owner, name, prune
):
    """`confirm` leaves the change half written, `optimize` leaves it complete but unpublished."""
    bench = Workbench(tmp_path, models)
    entries = documents(6)
    bench.ingest(entries)
    before = bench.contents()
    changed = [{**entry, "text": "the horse and the river. " * 10} for entry in entries]
    with pytest.MonkeyPatch.context() as patch:
        Switch(patch, [(owner, name)], 1)
        with pytest.raises(UnavailableError):
            bench.ingest(changed)
    outcome = bench.ingest(entries[:4], prune=prune)
    kept = 4 if prune else 6
    assert outcome.documents == kept
    assert bench.contents() == {key: stored for key, stored in before.items() if stored[0] < f"doc {kept}"}
    assert bench.ingest(entries[:4]).published is False


def test_what_an_interrupted_prune_removed_comes_back_without_prune(tmp_path, models):
    bench = Workbench(tmp_path, models)
    bench.ingest(documents(6))
    before = bench.contents()
    with pytest.MonkeyPatch.context() as patch:
        Switch(patch, [(EdgeVectorStore, "optimize")], 1)
        with pytest.raises(UnavailableError):
            bench.ingest(documents(3), prune=True)
    assert bench.ingest(documents(3)).documents == 6
    assert bench.contents() == before
