"""A change of one model costs the encoding of one lane."""

from dataclasses import replace

import pytest
from fixtures.ingest_run import CountingEncoder, Workbench, documents, load_tiny
from fixtures.tiny_bundles import TinyBundles, write_dense, write_sparse

from search_app.errors import CorruptError
from search_app.stores.edge import EdgeVectorStore


@pytest.fixture
def bench(tmp_path, tiny_bundles):
    return Workbench(tmp_path, load_tiny(tiny_bundles))


def write_other(lane, folder):
    return write_dense(folder, seed=8) if lane == "dense" else write_sparse(folder, query_weights=False)


@pytest.mark.parametrize("changed", ["dense", "sparse"])
def test_after_a_change_of_one_model_only_its_lane_is_encoded(bench, tiny_bundles, tmp_path, changed):
    entries = documents(40)
    bench.ingest(entries)
    entries[3]["text"] = "the horse"
    entries.append({"_id": "new", "text": "a vaccine for the cat"})
    bundles = {"dense": tiny_bundles.dense, "sparse": tiny_bundles.sparse}
    bundles[changed] = write_other(changed, tmp_path / "other")
    other = load_tiny(TinyBundles(bundles["dense"], bundles["sparse"], tmp_path))
    counted = CountingEncoder(other.encoder)
    outcome = bench.ingest(entries, models=replace(other, encoder=counted), recreate=True)
    kept = {"dense": "sparse", "sparse": "dense"}[changed]
    assert counted.encoded == 0
    assert counted.lanes == {changed: outcome.passages, kept: 2}
    fresh = Workbench(bench.folder / "fresh", other)
    fresh.folder.mkdir()
    fresh.ingest(entries)
    assert bench.contents() == fresh.contents()


def test_vectors_that_cannot_be_read_are_not_taken_over(bench, tiny_bundles, tmp_path):
    bench.ingest(documents(5))
    other = load_tiny(TinyBundles(write_dense(tmp_path / "other", seed=8), tiny_bundles.sparse, tmp_path))
    counted = CountingEncoder(other.encoder)
    (bench.generation.vectors_path / "edge_config.json").write_text("{")
    bench.ingest(models=replace(other, encoder=counted), recreate=True)
    assert (counted.encoded, counted.lanes) == (5, {})
    assert len(bench.contents()) == 5


def test_a_store_that_fails_while_it_is_read_is_done_without(bench, tiny_bundles, tmp_path, monkeypatch):
    bench.ingest(documents(5))
    other = load_tiny(TinyBundles(write_dense(tmp_path / "other", seed=8), tiny_bundles.sparse, tmp_path))
    counted = CountingEncoder(other.encoder)
    with monkeypatch.context() as patch:
        patch.setattr(EdgeVectorStore, "retrieve", _unreadable)
        bench.ingest(models=replace(other, encoder=counted), recreate=True)
    assert counted.lanes == {"dense": 5, "sparse": 5}
    assert len(bench.contents()) == 5


def _unreadable(*_, **__):
    raise CorruptError("a page is gone")


def test_with_the_same_models_everything_is_encoded(bench):
    """Who asks for that has a reason to distrust what is stored."""
    bench.ingest(documents(5))
    assert bench.ingest(recreate=True).encoded == 5
    assert (bench.counter.encoded, bench.counter.lanes) == (10, {})
