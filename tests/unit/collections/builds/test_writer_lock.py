"""One writer per collection, across processes."""

import os
import subprocess
import sys

import pytest

from search_app.collections.builds.writer_lock import writer_lock
from search_app.errors import BusyError

HOLD = """
import sys
from pathlib import Path
from search_app.collections.builds.writer_lock import writer_lock
with writer_lock(Path(sys.argv[1]), "c"):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_is_told_who_holds_it(tmp_path):
    path = tmp_path / "c" / "writer.lock"
    process = hold(path)
    with pytest.raises(BusyError, match=f"process {process.pid} on .* since 20"), writer_lock(path, "c"):
        pass
    process.communicate("")
    with writer_lock(path, "c"):
        assert str(os.getpid()) in path.read_text()


def test_a_killed_holder_leaves_no_lock(tmp_path):
    process = hold(tmp_path / "writer.lock")
    process.kill()
    process.communicate()
    with writer_lock(tmp_path / "writer.lock", "c"):
        pass
