import gzip

import pyarrow
import pytest

from search_app.errors import BadInputError, NotFoundError
from search_app.text.text_lines import existing_file, text_lines

TEXT = "q1 0 ä 1\nq2 0 b 1\n"
LINES = [(1, "q1 0 ä 1"), (2, "q2 0 b 1")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("packed", ["plain", "gz", "zst"])
def test_every_packing_and_encoding_gives_the_same_lines(tmp_path, encoding, packed):
    path, content = tmp_path / f"file.{packed}", TEXT.encode(encoding)
    if packed == "gz":
        content = gzip.compress(content)
    if packed == "zst":
        content = pyarrow.Codec("zstd").compress(content, asbytes=True)
    path.write_bytes(content)
    assert list(text_lines(path)) == LINES


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_big_endian_with_a_mark_is_read_and_either_without_one_is_refused(tmp_path, encoding):
    path = tmp_path / "file"
    path.write_bytes(("\ufeff" + TEXT).encode(encoding))
    assert list(text_lines(path)) == LINES
    path.write_bytes("q1 0 b 1\n".encode(encoding))
    with pytest.raises(BadInputError, match="NUL"):
        list(text_lines(path))


def test_marks_that_joining_files_left_are_no_text(tmp_path):
    (tmp_path / "file").write_bytes(b"\xef\xbb\xbfa\n\xef\xbb\xbfb\r\n")
    assert list(text_lines(tmp_path / "file")) == [(1, "a"), (2, "b")]


def test_a_long_file_is_read_to_its_end(tmp_path):
    (tmp_path / "file.gz").write_bytes(gzip.compress(b"line\n" * 200_000))
    assert sum(1 for _ in text_lines(tmp_path / "file.gz")) == 200_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("file", b"good\n\xff\n"),
        ("file.gz", b"not packed"),
        ("file.gz", gzip.compress(b"line\n" * 1000, mtime=0)[:-20]),
        ("file.zst", b"not packed"),
        ("file", b"\xff\xfe\x00"),
    ],
)
def test_what_is_no_text_is_a_sentence_with_the_path(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInputError, match=name):
        list(text_lines(tmp_path / name))


def test_a_missing_file_is_looked_for_packed(tmp_path):
    (tmp_path / "a.tsv.zst").touch()
    assert existing_file(tmp_path / "a.tsv") == tmp_path / "a.tsv.zst"
    with pytest.raises(NotFoundError, match="no file"):
        existing_file(tmp_path / "b.tsv")
    with pytest.raises(NotFoundError):
        list(text_lines(tmp_path / "b.tsv"))
