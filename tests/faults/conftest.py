"""Faults are tested in memory where that is possible: thousands of forced writes would measure the disk."""

import shutil
import tempfile
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own is made in it
_ENOUGH = 2 * 2**30


@pytest.fixture
def tmp_path(tmp_path_factory):
    """A folder of the test's own, removed after it."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ENOUGH:
        yield tmp_path_factory.mktemp("faults")
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY, prefix="search-app-faults-") as folder:
        yield Path(folder)
