"""SIGKILL at any time of an ingest: the next run ends as an unbroken one.

SEARCH_APP_TEST_KILLS=50 SEARCH_APP_TEST_PASSAGES=10000 python -m pytest tests/faults/test_ingest_killed.py
"""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from fixtures.ingest_run import Workbench, documents, load_tiny, write_jsonl

KILLS = int(os.environ.get("SEARCH_APP_TEST_KILLS", "5"))
PASSAGES = int(os.environ.get("SEARCH_APP_TEST_PASSAGES", "600"))
JOB = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import pipelines.ingest.encode as encode_stage
from fixtures.ingest_run import Workbench
from pipelines.ingest.encoding_models import load_encoding_models
from search_app.lucene.jvm import start_jvm

encode_stage.WINDOW = 32  # many small steps, so that a kill may fall between any two
models = load_encoding_models(sys.argv[3], sys.argv[4], threads=1)
start_jvm()
print("begins", flush=True)
Workbench(Path(sys.argv[2]), models).ingest(commit_passages=64, prune=True)
print("ends", flush=True)
"""


def start(bench, bundles):
    """Start a job and return it once all is loaded and the work begins."""
    fixtures = str(next(path for path in sys.path if path.endswith("tests")))
    arguments = [fixtures, str(bench.folder), str(bundles.dense), str(bundles.sparse)]
    process = subprocess.Popen([sys.executable, "-c", JOB, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "begins\n"
    return process


def version(number: int) -> list[dict]:
    """The source in its n-th version: some documents change, some come, some go."""
    entries = documents(PASSAGES + 20 * number)[10 * number :]
    changed = documents(PASSAGES + 20 * number, seed=number)
    return [changed[at] if at % 7 == number % 7 else entry for at, entry in enumerate(entries, 10 * number)]


def test_killed_again_and_again_it_ends_as_an_unbroken_run(tmp_path, tiny_bundles):
    """Kills fall anywhere in a run; whenever one gets through, the source changes and there is new work."""
    bench = Workbench(tmp_path, load_tiny(tiny_bundles))
    chance = random.Random(20)
    kills = number = 0
    write_jsonl(bench.source, version(number))
    began = time.monotonic()
    start(bench, tiny_bundles).wait()
    duration = time.monotonic() - began
    while kills < KILLS:
        if kills % 3 == 0:
            number += 1
            write_jsonl(bench.source, version(number))
        process = start(bench, tiny_bundles)
        time.sleep(chance.uniform(0, duration / 2))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode in (-signal.SIGKILL, 0)
        if process.returncode:
            kills += 1
        else:
            number += 1
            write_jsonl(bench.source, version(number))
        if kills % 10 == 5:
            assert bench.verify().clean, "what is published is whole at any time"
    outcome = bench.ingest(prune=True)
    (tmp_path / "unbroken").mkdir()
    unbroken = Workbench(tmp_path / "unbroken", bench.models)
    entries = version(number)
    assert unbroken.ingest(entries).documents == outcome.documents == len(entries)
    assert bench.contents() == unbroken.contents()


def test_a_first_run_that_is_killed_keeps_what_was_confirmed(tmp_path, tiny_bundles):
    bench = Workbench(tmp_path, load_tiny(tiny_bundles))
    write_jsonl(bench.source, documents(PASSAGES * 4))
    process = start(bench, tiny_bundles)
    ledger = bench.data_dir / "collections" / "c" / "staging" / "ledger.sqlite"
    deadline = time.monotonic() + 60
    while not ledger.is_file() or ledger.stat().st_size < 30_000:
        assert time.monotonic() < deadline
        assert process.poll() is None, "the job ended before it could be killed"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (bench.data_dir / "collections" / "c" / "CURRENT").exists()
    outcome = bench.ingest()
    assert outcome.documents == PASSAGES * 4
    assert 0 < outcome.encoded < PASSAGES * 4
    assert len(bench.contents()) == PASSAGES * 4


@pytest.mark.parametrize("holder_dies", [False, True])
def test_a_second_job_stops_at_once_and_a_dead_one_holds_nothing(tmp_path, tiny_bundles, holder_dies):
    from search_app.errors import BusyError

    bench = Workbench(tmp_path, load_tiny(tiny_bundles))
    write_jsonl(bench.source, documents(PASSAGES * 4))
    process = start(bench, tiny_bundles)
    lock = bench.data_dir / "collections" / "c" / "writer.lock"
    while not lock.is_file() or not lock.stat().st_size:
        time.sleep(0.005)
    if holder_dies:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert bench.ingest(documents(20)).documents == 20
        return
    process.send_signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        with pytest.raises(BusyError, match=f"process {process.pid} on"):
            bench.ingest()
        assert time.monotonic() - began < 2
    finally:
        process.kill()
        process.communicate()
