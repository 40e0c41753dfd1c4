"""A disk that fills up: a clear message, the old generation answers, the next run completes."""

import os
import shutil
import signal
import subprocess
import sys

import pytest
from fixtures.ingest_run import Workbench, documents, load_tiny, write_jsonl

from search_app.collections.builds import free_space
from search_app.collections.ledger import Ledger
from search_app.errors import UnavailableError

SIZE_MB = 500
JOB = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from search_app.collections.builds import free_space
from fixtures.ingest_run import Workbench
from pipelines.ingest.encoding_models import load_encoding_models

free_space.RESERVE = -(2**40)
Workbench(Path(sys.argv[2]), load_encoding_models(sys.argv[3], sys.argv[4], threads=1)).ingest()
"""


@pytest.fixture
def disk(tmp_path):
    """A file system of its own, small and in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here: run as root")
    yield folder
    subprocess.run([str(shutil.which("umount")), "--lazy", str(folder)], check=True)


@pytest.fixture
def bench(disk, tiny_bundles):
    bench = Workbench(disk, load_tiny(tiny_bundles))
    bench.ingest(documents(20))
    bench.second = documents(60, seed=3)
    return bench


@pytest.fixture
def afterwards(tmp_path, bench):
    """What an unbroken second run leaves."""
    (tmp_path / "unbroken").mkdir()
    unbroken = Workbench(tmp_path / "unbroken", bench.models)
    unbroken.ingest(bench.second)
    return unbroken.contents()


class Filler:
    """Takes the disk's space but for a rest."""

    def __init__(self, disk) -> None:
        self.path = disk / "filler"

    def leave(self, left: int) -> None:
        with self.path.open("ab") as stream:
            status = os.statvfs(self.path)
            os.posix_fallocate(stream.fileno(), 0, max(1, status.f_bavail * status.f_frsize - left))

    def go(self) -> None:
        self.path.unlink()


@pytest.mark.parametrize("left", [2**16, 2**20, 100 * 2**20])
def test_a_disk_without_room_is_said_before_anything_is_begun(bench, disk, afterwards, left):
    before, filler = bench.contents(), Filler(disk)
    write_jsonl(bench.source, bench.second)
    filler.leave(left)
    with pytest.raises(UnavailableError, match=r"(no space|No space).*run the same command again"):
        bench.ingest()
    assert bench.contents() == before
    filler.go()
    assert bench.ingest().documents == 60
    assert bench.contents() == afterwards


def test_a_disk_that_fills_up_while_writing(bench, disk, afterwards, monkeypatch):
    before, filler = bench.contents(), Filler(disk)
    confirm = Ledger.confirm
    confirmed = []

    def confirm_and_fill(ledger, entries):
        confirm(ledger, entries)
        confirmed.extend(entries)
        if len(confirmed) == 24:
            filler.leave(50 * 2**20)

    with monkeypatch.context() as patch:
        patch.setattr("pipelines.ingest.encode.WINDOW", 8)
        patch.setattr(Ledger, "confirm", confirm_and_fill)
        with pytest.raises(UnavailableError, match=r"MiB are free.*goes on where it stopped"):
            bench.ingest(bench.second, commit_passages=8)
    assert bench.contents() == before
    filler.go()
    outcome = bench.ingest()
    assert (outcome.documents, outcome.encoded) == (60, 60 - 24)
    assert bench.contents() == afterwards


@pytest.mark.parametrize("left", [3, 12])
def test_an_engine_that_dies_of_a_full_disk_leaves_what_the_next_run_can_use(
    bench, disk, afterwards, tiny_bundles, left, tmp_path
):
    """Other programs can fill the disk between our look at it and the engine's write."""
    before, filler = bench.contents(), Filler(disk)
    write_jsonl(bench.source, bench.second)
    filler.leave(left * 2**20)
    fixtures = str(next(path for path in sys.path if path.endswith("tests")))
    arguments = [fixtures, str(bench.folder), str(tiny_bundles.dense), str(tiny_bundles.sparse)]
    # Java writes a report of the death into the temporary folder.
    done = subprocess.run(
        [sys.executable, "-c", JOB, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    )
    died = done.returncode in (-signal.SIGABRT, -signal.SIGBUS)
    assert died or "o space left" in done.stderr, done.stderr
    filler.go()
    assert bench.contents() == before
    assert bench.ingest().documents == 60
    assert bench.contents() == afterwards


def test_the_reserve_is_asked_for_before_every_step(tmp_path):
    free_space.check_free(tmp_path)
    with pytest.raises(UnavailableError, match="Free some"):
        free_space.check_free(tmp_path, 2**60)
