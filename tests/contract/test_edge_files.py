"""What the embedded store promises about its files: reopening, sharing, kills, damage."""

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from contract.vector_store_contract import DIMENSION, point, random_points, unit, where

from search_app.errors import BadInputError, CorruptError
from search_app.records import Condition, SparseVector, passage_id
from search_app.stores import edge
from search_app.stores.edge import EdgeVectorStore

HERE = Path(__file__).parent


@pytest.fixture
def filled(tmp_path):
    """A sealed shard of 300 points, closed."""
    store = EdgeVectorStore.create(tmp_path / "vectors", DIMENSION)
    store.upsert(random_points(300))
    store.flush()
    store.optimize()
    store.close()
    return tmp_path / "vectors"


def run(code: str, path: Path, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        env={"PYTHONPATH": f"{HERE.parent}:{HERE.parents[1]}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


READER = """
import sys
from pathlib import Path
from search_app.stores.edge import EdgeVectorStore
from contract.vector_store_contract import unit
store = EdgeVectorStore.open(Path(sys.argv[1]))
print([hit.passage_id for hit in store.search_dense(unit(1), 5)], flush=True)
sys.stdin.readline()
print(store.count(), flush=True)
"""
WRITER = """
import sys
from pathlib import Path
from search_app.stores.edge import EdgeVectorStore
from contract.vector_store_contract import random_points
store = EdgeVectorStore.open(Path(sys.argv[1]))
store.upsert(random_points(900, seed=1)[300:])
store.flush()
print("flushed", flush=True)
for seed in range(2, 100):
    store.upsert(random_points(900, seed=seed))
    print("more", flush=True)
sys.stdin.readline()
"""


def test_a_closed_shard_opens_with_everything(filled):
    store = EdgeVectorStore.open(filled)
    assert store.dimension == DIMENSION
    assert store.count() == 300
    late = point("late", year=1999)
    store.upsert([late])
    store.flush()
    store.close()
    again = EdgeVectorStore.open(filled)
    assert again.retrieve([late.passage.id])[0].passage == late.passage
    assert len(again.search_dense(unit(1), 9, where(Condition("year", at_least=1999)))) == 1
    assert len(again.search_dense(unit(1), 1000, where(Condition("parity", ("odd",))))) == 150
    again.close()


def test_several_processes_search_one_shard_at_once(filled):
    here = EdgeVectorStore.open(filled)
    expected = str([hit.passage_id for hit in here.search_dense(unit(1), 5)])
    readers = [run(READER, filled) for _ in range(2)]
    try:
        assert [reader.stdout.readline().strip() for reader in readers] == [expected, expected]
        assert here.count() == 300
        for reader in readers:
            assert reader.communicate("\n")[0].strip() == "300"
            assert reader.returncode == 0
    finally:
        for reader in readers:
            reader.kill()
        here.close()


def test_what_was_flushed_survives_a_kill(filled):
    writer = run(WRITER, filled)
    assert writer.stdout.readline() == "flushed\n"
    assert writer.stdout.readline() == "more\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    store = EdgeVectorStore.open(filled)
    assert set(store.ids()) == {p.passage.id for p in random_points(900)}
    first = random_points(1)[0]
    (kept,) = store.retrieve([first.passage.id], with_vectors=True)
    assert kept.passage == first.passage
    store.upsert(random_points(900))
    store.flush()
    store.optimize()
    assert store.search_dense(first.dense, 1)[0].passage_id == first.passage.id
    store.close()


def test_optimising_in_a_process_of_its_own_gives_the_same_answers(filled, monkeypatch):
    monkeypatch.setattr(edge, "_OPTIMIZE_HERE_BELOW", 0)
    store = EdgeVectorStore.open(filled)
    query, weights = unit(0.5, 0.5), SparseVector.from_mapping({3: 1.0})
    before = store.search_dense(query, 20), store.search_sparse(weights, 20)
    store.optimize()
    assert (store.search_dense(query, 20), store.search_sparse(weights, 20)) == before
    store.upsert([point("late")])
    assert store.count() == 301
    store.close()


@pytest.mark.parametrize("name", ["absent", "empty", "text", "config only", "not JSON", "other vectors"])
def test_what_is_no_shard_is_said_to_be_none(tmp_path, name):
    path = tmp_path / "vectors"
    if name == "text":
        path.write_text("no folder at all")
    elif name != "absent":
        path.mkdir()
    if name == "config only":
        (path / "edge_config.json").write_text(
            '{"vectors": {"dense": {"size": 8}}, "sparse_vectors": {"sparse": {}}}'
        )
    if name in ("not JSON", "other vectors"):
        (path / "segments").mkdir()
        (path / "edge_config.json").write_text("{" if name == "not JSON" else '{"vectors": {}}')
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(CorruptError, match=r"cannot be used.*--recreate"):
        EdgeVectorStore.open(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_every_shortened_or_missing_file_of_a_sealed_shard_is_found(filled):
    files = [f for f in sorted(filled.rglob("*")) if f.is_file() and f.stat().st_size]
    assert len(files) > 20
    for file in files:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
        with pytest.raises(CorruptError, match="--recreate"):
            EdgeVectorStore.open(filled)
        file.unlink()
        if file.name != "sizes.json":
            with pytest.raises(CorruptError, match="--recreate"):
                EdgeVectorStore.open(filled)
        file.write_bytes(content)
    store = EdgeVectorStore.open(filled)
    assert store.count() == 300
    store.close()


def test_garbage_in_an_unsealed_shard_is_an_error_and_no_crash(filled):
    (filled / "sizes.json").unlink()
    for state in filled.rglob("segment.json"):
        state.write_bytes(b"\0garbage" * 50)
    with pytest.raises(CorruptError, match="--recreate"):
        EdgeVectorStore.open(filled)


def test_reading_leaves_the_seal_whole(filled):
    for _ in range(2):
        store = EdgeVectorStore.open(filled)
        store.search_dense(unit(1), 5)
        store.close()
    assert (filled / "sizes.json").is_file()


def test_creating_over_something_is_refused(filled, tmp_path):
    with pytest.raises(BadInputError, match="not empty"):
        EdgeVectorStore.create(filled, DIMENSION)
    with pytest.raises(BadInputError, match="at least 1"):
        EdgeVectorStore.create(tmp_path / "other", 0)


def test_the_graph_finds_nearly_all_neighbours(tmp_path, monkeypatch):
    """Forced onto the HNSW graph, which small stores never use."""
    from search_app.stores.search_plan import SearchPlan

    rng = np.random.default_rng(5)
    store = EdgeVectorStore.create(tmp_path / "vectors", DIMENSION)
    points = random_points(4000, seed=5)
    store.upsert(points)
    store.flush()
    store.optimize()
    query = rng.normal(size=DIMENSION).astype(np.float32)
    exact = {hit.passage_id for hit in store.search_dense(query, 100)}
    monkeypatch.setattr(edge, "plan_search", lambda *_: SearchPlan(False, 128, False))
    found = {hit.passage_id for hit in store.search_dense(query, 100)}
    assert len(exact & found) >= 95
    assert passage_id("nobody", 0) not in found
    store.close()
