"""Files that come and go while other processes open a shard are nobody's business."""

import os
from pathlib import Path

import pytest

from search_app.collections.disk_size import disk_bytes
from search_app.stores.seal import check_seal, seal
from search_app.stores.shard_files import lasting, read_ahead
from search_app.stores.sparse_copy import copy_folder


@pytest.fixture
def shard(tmp_path):
    path = tmp_path / "vectors"
    (path / "segments").mkdir(parents=True)
    (path / "segments" / "matrix.dat").write_bytes(bytes(2 << 20))
    return path


def test_passing_files_are_left_out(shard):
    kept = list(lasting(shard))
    (shard / ".atomicwriteIwHsUb").write_text("{}")
    (shard / "segments" / ".atomicwritehDpwqi").write_text("{}")
    assert list(lasting(shard)) == kept == [shard / "segments", shard / "segments" / "matrix.dat"]


def test_a_file_that_vanishes_meanwhile_disturbs_nobody(shard, tmp_path, monkeypatch):
    """As found: between the listing of the folder and the look at the file, the engine had renamed it."""
    seal(shard)
    listed = Path.rglob

    def with_a_ghost(path, pattern):
        yield from listed(path, pattern)
        yield path / ".atomicwriteaD5QRh"

    monkeypatch.setattr(Path, "rglob", with_a_ghost)
    monkeypatch.setattr(Path, "is_file", lambda path: not path.is_dir())
    check_seal(shard)
    assert read_ahead(shard) in (0, 2 << 20)
    assert disk_bytes(shard) >= 0
    copy_folder(shard, tmp_path / "copy")
    assert (tmp_path / "copy" / "segments" / "matrix.dat").stat().st_size == 2 << 20


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="no posix_fadvise here")
def test_large_files_are_asked_for_and_small_ones_are_not(tmp_path):
    (tmp_path / "segments" / "a").mkdir(parents=True)
    (tmp_path / "segments" / "a" / "matrix.dat").write_bytes(bytes(3 << 20))
    (tmp_path / "segments" / "a" / "segment.json").write_bytes(b"{}")
    assert read_ahead(tmp_path) == 3 << 20
    assert (tmp_path / "segments" / "a" / "matrix.dat").stat().st_size == 3 << 20


def test_a_system_without_the_advice_does_without(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    (tmp_path / "matrix.dat").write_bytes(bytes(2 << 20))
    assert read_ahead(tmp_path) == 0
