"""SIGKILL in the middle of an ingest: the next run ends as an unbroken one."""

import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from fixtures.ingest_run import Workbench, documents, load_tiny, write_jsonl

from search_app.collections import Catalog
from search_app.errors import NotFoundError

COUNT = 400
JOB = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
import pipelines.ingest.encode as encode_stage
from fixtures.ingest_run import Workbench
from pipelines.ingest.load_models import load_encoding_models

encode_stage.WINDOW = 8  # many small steps, so that a kill may fall between any two
models = load_encoding_models(sys.argv[3], sys.argv[4], threads=1)

class Slow:
    def encode(self, passages):
        time.sleep(0.02)
        return models.encoder.encode(passages)

bench = Workbench(Path(sys.argv[2]), replace(models, encoder=Slow()))
bench.ingest(commit_passages=16)
"""


def start(bench, bundles):
    fixtures = str(next(path for path in sys.path if path.endswith("tests")))
    arguments = [fixtures, str(bench.folder), str(bundles.dense), str(bundles.sparse)]
    return subprocess.Popen([sys.executable, "-c", JOB, *arguments], stderr=subprocess.PIPE)


def confirmed(bench) -> int:
    ledger = bench.data_dir / "collections" / "c" / "staging" / "ledger.sqlite"
    try:
        with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM documents WHERE NOT pending").fetchone()[0]
    except sqlite3.Error:
        return 0


def kill_after(process, bench, documents_done: int, delay: float) -> None:
    deadline = time.monotonic() + 120
    while process.poll() is None and confirmed(bench) < documents_done:
        assert time.monotonic() < deadline, "the job makes no progress"
        time.sleep(0.01)
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.fixture
def bench(tmp_path, tiny_bundles):
    bench = Workbench(tmp_path, load_tiny(tiny_bundles))
    write_jsonl(bench.source, documents(COUNT))
    return bench


def test_killed_again_and_again_it_ends_as_an_unbroken_run(bench, tiny_bundles, tmp_path):
    chance = random.Random(20)
    done = 0
    for share in (0.1, 0.35, 0.6, 0.85):
        process = start(bench, tiny_bundles)
        kill_after(process, bench, int(COUNT * share), chance.uniform(0, 0.2))
        assert process.returncode == -signal.SIGKILL
        assert confirmed(bench) >= done, "what was confirmed before is kept"
        done = confirmed(bench)
        with pytest.raises(NotFoundError):
            Catalog(bench.data_dir).current_id("c")
    outcome = bench.ingest()
    assert outcome.documents == COUNT
    assert outcome.encoded <= COUNT - done + 16
    (tmp_path / "unbroken").mkdir()
    unbroken = Workbench(tmp_path / "unbroken", bench.models)
    unbroken.ingest(documents(COUNT))
    assert bench.contents() == unbroken.contents()


def test_a_killed_update_leaves_the_old_generation_and_goes_on_later(bench, tiny_bundles):
    entries = documents(60)
    bench.ingest(entries)
    before, generation = bench.contents(), bench.generation.id
    write_jsonl(bench.source, entries[:30] + documents(COUNT, seed=5)[30:])
    process = start(bench, tiny_bundles)
    kill_after(process, bench, 200, 0.05)
    assert process.returncode == -signal.SIGKILL
    assert bench.generation.id == generation
    assert bench.contents() == before
    outcome = bench.ingest()
    assert outcome.documents == COUNT
    assert outcome.encoded < COUNT - 30 - 100
    assert outcome.skipped > 130
    assert len(bench.contents()) == COUNT
