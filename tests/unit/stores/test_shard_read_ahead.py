import os

import pytest

from search_app.stores.read_ahead import read_ahead


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
