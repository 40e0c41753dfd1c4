"""The archive of Java's classes: made once, used when it suits, never in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from search_app.lucene.class_archive import archive_options, class_archive, make_class_archive
from search_app.lucene.java import find_java
from search_app.lucene.jvm import anserini_jar
from search_app.lucene.typical_use import use_lucene

USE = (
    "import jnius_config; jnius_config.add_options('-Xlog:class+load:file={log}'); "
    "import sys; from pathlib import Path; from search_app.lucene.typical_use import use_lucene; "
    "print(use_lucene(Path(sys.argv[1])))"
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache directory with an archive."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        archive = make_class_archive(find_java(), anserini_jar())
        assert archive is not None
        assert archive == class_archive(find_java(), anserini_jar())
    return folder


def archive_in(cache: Path) -> Path:
    (archive,) = cache.rglob("*.jsa")
    return archive


def loaded(tmp_path: Path, cache: Path) -> tuple[int, int]:
    """Use Lucene in a new process; return how many classes came from an archive, and how many in all."""
    log = tmp_path / "classes.log"
    done = subprocess.run(
        [sys.executable, "-c", USE.format(log=log), str(tmp_path / "index")],
        env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "1\n", "")
    lines = [line for line in log.read_text().splitlines() if " org.apache.lucene" in line]
    return sum("shared objects file" in line for line in lines), len(lines)


def test_the_typical_use_finds_what_it_wrote(tmp_path):
    assert use_lucene(tmp_path) == 1


def test_lucene_comes_from_the_archive(tmp_path, cache):
    shared, every = loaded(tmp_path, cache)
    assert every > 500
    assert shared > 0.95 * every


def test_without_an_archive_nothing_does(tmp_path):
    shared, every = loaded(tmp_path, tmp_path / "empty")
    assert every > 500
    assert shared == 0


@pytest.mark.parametrize("damage", ["middle", "cut", "empty", "other"])
def test_a_damaged_archive_is_passed_over_in_silence(tmp_path, cache, damage):
    good = archive_in(cache)
    content = bytearray(good.read_bytes())
    half = len(content) // 2
    content[half : half + 4096] = bytes(255 - byte for byte in content[half : half + 4096])
    bad = {"middle": bytes(content), "cut": bytes(content[:half]), "empty": b"", "other": b"x" * 100_000}
    mine = tmp_path / "cache" / good.relative_to(cache)
    mine.parent.mkdir(parents=True)
    mine.write_bytes(bad[damage])
    shared, every = loaded(tmp_path, tmp_path / "cache")
    assert every > 500
    assert shared == 0


def test_it_is_made_once(cache, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    before = archive_in(cache).stat()
    assert make_class_archive(find_java(), anserini_jar()) == archive_in(cache)
    assert archive_in(cache).stat() == before
    assert [path.name for path in archive_in(cache).parent.iterdir()] == [archive_in(cache).name]


def test_another_jar_has_another_archive(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    jar = tmp_path / "some.jar"
    jar.write_bytes(b"1")
    first = class_archive(find_java(), jar)
    jar.write_bytes(b"22")
    assert class_archive(find_java(), jar) != first
    assert archive_options(find_java(), jar) == ()


def test_where_it_cannot_be_made_there_is_none(tmp_path, monkeypatch):
    (tmp_path / "cache").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert make_class_archive(find_java(), anserini_jar()) is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("search_app.lucene.class_archive._SECONDS", 0.01)
    assert make_class_archive(find_java(), anserini_jar()) is None
    assert list(tmp_path.rglob("*.jsa")) == []


def test_only_the_latest_of_other_environments_are_kept(tmp_path):
    from search_app.lucene import class_archive as module

    for age in range(7):
        other = tmp_path / f"other{age}.jsa"
        other.write_bytes(b"")
        os.utime(other, (1_000_000 - age, 1_000_000 - age))
    new = tmp_path / "new.jsa"
    new.write_bytes(b"")
    module._forget_oldest(new)
    assert sorted(path.stem for path in tmp_path.glob("*.jsa")) == [
        "new",
        "other0",
        "other1",
        "other2",
        "other3",
    ]
