"""A long write in segments: each gets its graph on the way, and nobody who searches can tell."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from contract.vector_store_contract import where

from search_app.errors import CorruptError, UnavailableError
from search_app.records import Condition, EncodedPassage, Passage, SparseVector, passage_id
from search_app.stores import edge, edge_optimize, edge_shard
from search_app.stores.edge import EdgeVectorStore

DIMENSION = 2048  # the engine builds no graph for less than 20 MB of vectors
SEGMENT = 2_700
HERE = Path(__file__).parent


def wide_points(count: int, seed: int = 0) -> list[EncodedPassage]:
    """Points in random directions, each with one sparse entry of its own and one that all share."""
    rng = np.random.default_rng(seed)
    dense = rng.normal(size=(count, DIMENSION)).astype(np.float32)
    dense /= np.linalg.norm(dense, axis=1, keepdims=True)
    return [
        EncodedPassage(
            Passage(f"d{row:05}", 0, 0, 4, "text", "", {"parity": "odd" if row % 2 else "even", "n": row}),
            dense[row],
            SparseVector.from_mapping({row: 1.0, 90_000: 0.5}),
        )
        for row in range(count)
    ]


@pytest.fixture
def small_segments(monkeypatch):
    monkeypatch.setattr(edge, "SEGMENT_POINTS", SEGMENT)
    monkeypatch.setattr(edge_shard, "_MOST_PER_SEGMENT", SEGMENT * 3 // 2)


def test_a_store_of_several_segments_answers_like_one(tmp_path, small_segments):
    points = wide_points(3 * SEGMENT + 100)
    with closing(EdgeVectorStore.create(tmp_path / "vectors", DIMENSION)) as store:
        for start in range(0, len(points), 900):
            store.upsert(points[start : start + 900])
        built = store._shard.info()
        assert built.segments_count == 4, "three with a graph, one for what comes next"
        assert built.indexed_vectors_count >= 3 * SEGMENT
        doomed = [points[row].passage.id for row in (5, SEGMENT + 5, 2 * SEGMENT + 5)]
        store.delete(doomed)
        moved = EncodedPassage(points[7].passage, points[3].dense, points[7].sparse)
        store.upsert([moved])
        store.optimize()

        kept = [point for point in points if point.passage.id not in doomed]
        assert store.count() == len(kept) == len(points) - 3
        assert sorted(store.ids()) == sorted(point.passage.id for point in kept)
        for row in (0, SEGMENT, 2 * SEGMENT, len(points) - 1):
            assert store.search_dense(points[row].dense, 1)[0].passage_id == points[row].passage.id
            hit = store.search_sparse(points[row].sparse, 1)[0]
            assert (hit.passage_id, hit.score) == (points[row].passage.id, 1.25)
        twins = {hit.passage_id for hit in store.search_dense(points[3].dense, 2)}
        assert twins == {points[3].passage.id, points[7].passage.id}
        assert doomed[1] not in {hit.passage_id for hit in store.search_dense(points[SEGMENT + 5].dense, 50)}
        odd = store.search_dense(points[0].dense, 20_000, where(Condition("parity", ("odd",))))
        assert len(odd) == sum(point.passage.metadata["parity"] == "odd" for point in kept)
        assert len(store.search_sparse(SparseVector.from_mapping({90_000: 1.0}), 20_000)) == len(kept)
        assert dict(store.facet(["parity"], 5)["parity"])["odd"] == len(odd)
        exact = {hit.passage_id for hit in store.search_dense(points[0].dense, 100)}
    with closing(EdgeVectorStore.open(tmp_path / "vectors")) as again:
        assert {hit.passage_id for hit in again.search_dense(points[0].dense, 100)} == exact


WRITER = f"""
import sys
from pathlib import Path
from contract.test_edge_segments import DIMENSION, SEGMENT, wide_points
from search_app.stores import edge
from search_app.stores.edge import EdgeVectorStore
edge.SEGMENT_POINTS = SEGMENT
store = EdgeVectorStore.create(Path(sys.argv[1]), DIMENSION)
store.upsert(wide_points({SEGMENT}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ends with its parent on Linux only")
@pytest.mark.parametrize("delay", [0.0, 0.4, 0.9])
def test_a_kill_while_a_segment_is_built_loses_nothing(tmp_path, delay):
    path = tmp_path / "vectors"
    environment = {"PYTHONPATH": f"{HERE.parent}:{HERE.parents[1]}"}
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], env=environment)
    builder = wait_for(lambda: builder_of(path))
    time.sleep(delay)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    wait_for(lambda: not Path(f"/proc/{builder}").exists() or is_zombie(builder))
    points = wide_points(SEGMENT)
    with closing(EdgeVectorStore.open(path)) as store:
        assert sorted(store.ids()) == sorted(point.passage.id for point in points)
        store.optimize()
        assert store.count() == SEGMENT
        assert store.search_dense(points[9].dense, 1)[0].passage_id == passage_id("d00009", 0)


@pytest.mark.parametrize(
    ("reason", "kind", "message"),
    [
        (UnavailableError("no space left on the disk of x", "", ""), UnavailableError, "no space left"),
        (CorruptError("odd"), CorruptError, "building the search structures failed.*odd"),
    ],
)
def test_why_a_build_failed_is_told(tmp_path, monkeypatch, reason, kind, message):
    program = f"import sys; sys.stderr.write({str(reason)!r}); sys.exit({reason.exit_code})"
    run = subprocess.run

    def failing(command, **options):
        return run([sys.executable, "-c", program], **options)

    monkeypatch.setattr(edge_optimize.subprocess, "run", failing)
    with pytest.raises(kind, match=message):
        edge_optimize.optimize_elsewhere(tmp_path)


def builder_of(path: Path) -> int | None:
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                words = Path(f"/proc/{entry}/cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if b"search_app.stores.edge_optimize" in words and str(path).encode() in words:
                return int(entry)
    return None


def is_zombie(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True


def wait_for(found, seconds: float = 60.0):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.01)
    raise AssertionError("waited in vain")
