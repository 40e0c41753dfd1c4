"""Verification names what is wrong in which lane."""

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest
from fixtures.ingest_run import Workbench, documents, load_tiny

import search_app.lucene.writer as writing
from pipelines.upkeep.repair import repair
from search_app.collections.ledger import Ledger, LedgerEntry
from search_app.collections.manifest import write_manifest
from search_app.lucene.fields import PassageFields
from search_app.lucene.writer import LuceneIndexWriter
from search_app.records import EncodedPassage, Passage, SparseVector, passage_id
from search_app.stores.edge import EdgeVectorStore
from search_app.stores.edge_host import EdgeHost

GONE, STRANGE = passage_id("doc 3", 0), passage_id("stranger", 0)
STRANGER = Passage("stranger", 0, 0, 3, "cat")


@pytest.fixture
def bench(tmp_path, tiny_bundles):
    bench = Workbench(tmp_path, load_tiny(tiny_bundles))
    bench.ingest(documents(12))
    return bench


def findings(bench):
    report = bench.verify()
    assert report.clean is (not report.findings)
    return {(finding.kind, finding.place): finding for finding in report.findings}


def test_a_good_collection_is_clean(bench):
    report = bench.verify()
    assert report.clean
    assert (report.documents, report.passages, report.found) == (12, 12, {"vectors": 12, "lucene": 12})


def test_missing_and_surplus_vectors(bench):
    with closing(EdgeVectorStore.open(bench.generation.vectors_path)) as store:
        store.delete([GONE])
        store.upsert([_encoded(STRANGER, np.eye(8, dtype=np.float32)[0])])
    found = findings(bench)
    assert set(found) == {("missing", "vectors"), ("surplus", "vectors")}
    assert found["missing", "vectors"].entries == [f"{GONE} of document 'doc 3'"]
    assert found["surplus", "vectors"].entries == [STRANGE]


def test_missing_and_surplus_lucene_entries(bench):
    with closing(LuceneIndexWriter(bench.generation.lucene_path)) as writer:
        writer.delete([GONE])
        writer.upsert([STRANGER])
    found = findings(bench)
    assert set(found) == {("missing", "lucene"), ("surplus", "lucene")}


def test_counts_that_differ_from_the_manifest(bench):
    with closing(LuceneIndexWriter(bench.generation.lucene_path)) as writer:
        writer.delete([GONE])
    assert findings(bench)["count", "manifest"].entries == ["11 passages in lucene, 12 in the manifest"]


def test_a_manifest_of_other_models_makes_the_vectors_malformed(bench):
    manifest = bench.generation.manifest
    models = {lane: replace(model, dimension=4) for lane, model in manifest.models.items()}
    write_manifest(bench.generation.path, replace(manifest, models=models))
    malformed = findings(bench)["malformed", "vectors"]
    assert malformed.count == 12
    assert "dense vector of shape (8,), expected (4,)" in malformed.entries[0]


def test_a_ledger_that_stopped_half_way(bench):
    with Ledger(bench.generation.ledger_path) as ledger:
        ledger.begin([LedgerEntry("doc 3", b"", 1, "g")])
    found = findings(bench)
    assert found["unconfirmed", "ledger"].entries == ["doc 3"]
    assert found["surplus", "vectors"].entries == [GONE]


@pytest.mark.parametrize(
    ("dense", "sparse", "fault"),
    [
        ([np.nan] * 8, {1: 1.0}, "not finite"),
        ([0.5] * 8, {1: 1.0}, "length 1.4142"),
        ([1.0] + [0.0] * 7, {10_000: 1.0}, "sparse index 10000"),
        ([1.0] + [0.0] * 7, {1: -1.0}, "not positive"),
        ([1.0] * 7, {1: 1.0}, "shape (7,)"),
    ],
)
def test_malformed_vectors_are_told_in_words(bench, dense, sparse, fault):
    """No store of ours lets these in, so a stand-in hands them out."""
    from search_app.collections.stored_faults import malformed_passages
    from search_app.protocols import StoredPassage

    class Store:
        def ids(self):
            return iter([STRANGE])

        def retrieve(self, identifiers, with_vectors):
            vector = np.array(dense, dtype=np.float32)
            return [StoredPassage(STRANGER, vector, SparseVector.from_mapping(sparse))]

    ((identifier, message),) = malformed_passages(Store(), bench.generation.manifest.models)
    assert identifier == STRANGE
    assert fault in message


def mend(bench):
    outcome = repair(bench.name, data_dir=bench.data_dir, host=EdgeHost())
    assert bench.verify().clean
    assert outcome.generation == bench.generation.id
    return outcome


def test_repair_writes_lucene_anew_and_takes_lost_vectors_from_the_generation_before(bench):
    entries = documents(12)
    entries[5]["text"] = "fish"
    bench.ingest(entries)
    before = bench.contents()
    changed = passage_id("doc 5", 0)
    with closing(EdgeVectorStore.open(bench.generation.vectors_path)) as store:
        store.delete([GONE])
        (stored,) = store.retrieve([changed], with_vectors=True)
        store.upsert([_encoded(replace(stored.passage, text="dog"), stored.dense)])
        store.upsert([_encoded(STRANGER, np.eye(8, dtype=np.float32)[0])])
    with closing(LuceneIndexWriter(bench.generation.lucene_path)) as writer:
        writer.delete([passage_id("doc 7", 0)])
    found = findings(bench)
    assert found["altered", "vectors"].entries == ["doc 5"]
    outcome = mend(bench)
    assert (outcome.reindexed, outcome.restored, outcome.surplus) == (1, 1, 1)
    assert outcome.removed == ["doc 5"], "nobody else has the new version of it"
    assert bench.contents() == {key: stored for key, stored in before.items() if key != changed}
    assert passage_id("doc 7", 0) in bench.lucene_finds(entries[7]["text"])
    again = bench.ingest()
    assert (again.encoded, again.skipped) == (1, 11)
    assert bench.contents() == before


def test_repair_builds_a_damaged_lucene_index_anew(bench):
    before = bench.contents()
    largest = max(bench.generation.lucene_path.iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.write_bytes(content)
    assert findings(bench)["damaged", "lucene"].count == 1
    outcome = mend(bench)
    assert (outcome.reindexed, outcome.removed) == (12, [])
    assert bench.contents() == before


def test_repair_builds_an_index_without_positions_anew(bench, monkeypatch):
    before = bench.contents()
    with monkeypatch.context() as earlier:
        earlier.setattr(
            writing, "PassageFields", lambda analysis, _: PassageFields(analysis, positions=False)
        )
        bench.ingest(recreate=True)
    assert findings(bench)["outdated", "lucene"].count == 1
    outcome = mend(bench)
    assert (outcome.reindexed, outcome.removed) == (12, [])
    assert bench.contents() == before
    assert findings(bench) == {}


def test_repair_takes_out_what_was_never_confirmed(bench):
    with Ledger(bench.generation.ledger_path) as ledger:
        ledger.begin([LedgerEntry("doc 3", b"", 1, "g")])
    assert mend(bench).removed == ["doc 3"]
    assert len(bench.contents()) == 11


def _encoded(passage, dense):
    return EncodedPassage(passage, dense, SparseVector.from_mapping({7: 1.0}))
