"""The same collection from a Ray pipeline of two workers, one of them killed, as from this process."""

import os
import signal
import threading
import time

import psutil
import pytest
from fixtures.ingest_run import Workbench, documents, load_tiny, write_jsonl

from pipelines.ingest.kept_signal_handlers import kept_signal_handlers
from pipelines.ingest.ray_engine import RayEngine, RayResources
from search_app.errors import BadInputError

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'search-app[ray]'")
COUNT = 1200


@pytest.fixture(scope="module", autouse=True)
def cluster():
    """A Ray of two cores for all tests; it takes seconds to start."""
    with kept_signal_handlers():
        ray.init(num_cpus=2, object_store_memory=2**28, include_dashboard=False, log_to_driver=False)
    yield
    with kept_signal_handlers():
        ray.shutdown()


@pytest.fixture
def engine(tiny_bundles):
    return RayEngine(str(tiny_bundles.dense), str(tiny_bundles.sparse), RayResources(actors=2))


@pytest.fixture
def pair(tmp_path, tiny_bundles):
    """Two data directories: one for each engine."""
    models = load_tiny(tiny_bundles)
    benches = [Workbench(tmp_path / name, models) for name in ("local", "ray")]
    for bench in benches:
        bench.folder.mkdir()
    return benches


def mixed(count: int) -> list[dict]:
    """Documents of every kind: long ones, an id twice, rejects with and without an id."""
    entries = documents(count)
    entries[3]["text"] = "the horse and the river. " * 40
    entries[7]["text"] = None
    entries[9] = {"text": "no id"}
    entries[11]["_id"] = entries[10]["_id"]
    return entries


def outcome_of(outcome):
    return (
        outcome.documents,
        outcome.passages,
        outcome.encoded,
        outcome.skipped,
        outcome.deleted,
        outcome.rejects,
    )


def test_every_outcome_is_that_of_the_local_engine(pair, engine):
    local, remote = pair
    for entries, options in [
        (mixed(600), {}),
        (mixed(580)[20:] + documents(610, seed=4)[590:], {"prune": True}),
    ]:
        write_jsonl(remote.source, entries)
        expected = local.ingest(entries, **options)
        found = remote.ingest(engine=engine, **options)
        assert outcome_of(found) == outcome_of(expected)
        assert remote.contents() == local.contents()
        assert {"read", "split", "encode", "write", "total"} <= set(found.seconds)
    assert remote.generation.manifest.fields == local.generation.manifest.fields
    assert engine.fraction == 1.0


def test_a_killed_worker_costs_nothing_but_time(pair, engine):
    local, remote = pair
    killed = []

    def kill_one():
        deadline = time.monotonic() + 60
        while not killed and time.monotonic() < deadline:
            for process in psutil.Process().children(recursive=True):
                if "EncodeWindows" in " ".join(_command(process)):
                    os.kill(process.pid, signal.SIGKILL)
                    killed.append(process.pid)
                    return
            time.sleep(0.01)

    thread = threading.Thread(target=kill_one)
    thread.start()
    outcome = remote.ingest(documents(COUNT), engine=engine)
    thread.join()
    assert killed, "no worker was found: this test would test nothing"
    local.ingest(documents(COUNT))
    assert outcome.encoded == COUNT
    assert remote.contents() == local.contents()


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_what_a_worker_raises_arrives_as_it_was(pair, tmp_path, tiny_bundles, engine):
    bench = pair[1]
    bench.source.write_bytes(b"\x1f\x8b broken")
    bench.source = bench.source.rename(bench.folder / "source.jsonl.gz")
    with pytest.raises(BadInputError, match="cannot be read past line"):
        bench.ingest(engine=engine)


def test_resources_that_cannot_be():
    with pytest.raises(BadInputError, match="at least one actor"):
        RayResources(actors=0)
