from dataclasses import dataclass
from pathlib import Path

import pytest
from hostile_names import HOSTILE_NAMES
from hypothesis import given
from hypothesis import strategies as st

from search_app.errors import BadInputError
from ui.jobs.upload import DOCUMENTS, MAX_BYTES, MAX_FILES, TABLES, safe_name, store_uploads


@dataclass
class Upload:
    name: str
    data: bytes = b"text"
    claimed: int | None = None

    @property
    def size(self) -> int:
        return len(self.data) if self.claimed is None else self.claimed

    def getbuffer(self) -> memoryview:
        return memoryview(self.data)


def test_plain_names_stay_and_others_get_a_mark() -> None:
    assert safe_name("notes-2.txt") == "notes-2.txt"
    assert safe_name("notes.v2.MD") == "notes.v2.md"
    assert safe_name("my notes.txt") == safe_name("my notes.txt") != safe_name("my_notes.txt")
    assert safe_name("my notes.txt").startswith("my_notes-")


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_hostile_name_reaches_no_other_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    assert store_uploads([Upload(name + ".txt")], folder) == folder
    (stored,) = tmp_path.rglob("*.txt")
    assert stored.parent == folder
    assert stored.read_bytes() == b"text"
    assert stored.name.isascii()
    assert not stored.name.startswith((".", "-"))


@given(st.text(max_size=300), st.sampled_from(DOCUMENTS))
def test_any_name_is_made_safe(stem: str, suffix: str) -> None:
    name = safe_name(stem.replace("/", "") + suffix)
    assert name.endswith(suffix)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
    assert 1 <= len(name) <= 110


def test_names_that_differ_in_what_was_cleaned_stay_apart(tmp_path: Path) -> None:
    store_uploads([Upload("a b.txt", b"1"), Upload("a?b.txt", b"2")], tmp_path / "files")
    assert sorted(path.read_bytes() for path in (tmp_path / "files").iterdir()) == [b"1", b"2"]


@pytest.mark.parametrize("suffix", TABLES)
def test_a_table_is_a_source_by_itself(suffix: str, tmp_path: Path) -> None:
    source = store_uploads([Upload(f"corpus{suffix}", b"x")], tmp_path / "files")
    assert source == tmp_path / "files" / f"upload{suffix}"
    assert source.read_bytes() == b"x"


@pytest.mark.parametrize(
    "uploads",
    [
        [],
        [Upload("program.exe")],
        [Upload("noending")],
        [Upload("a.txt"), Upload("archive.zip")],
        [Upload("a.txt"), Upload("b.csv")],
        [Upload("a.csv"), Upload("b.csv")],
        [Upload("a.txt", claimed=MAX_BYTES + 1)],
        [Upload(f"{number}.txt") for number in range(MAX_FILES + 1)],
    ],
    ids=["none", "program", "no suffix", "archive", "mixed", "two tables", "too large", "too many"],
)
def test_what_cannot_be_taken_is_refused_before_anything_is_written(
    uploads: list[Upload], tmp_path: Path
) -> None:
    with pytest.raises(BadInputError):
        store_uploads(uploads, tmp_path / "files")
    assert not (tmp_path / "files").exists()
