"""JSON Lines: a hundred ways to be wrong, each named by line and reason."""

import gzip
import json

import pytest

from pipelines.readers import Located, open_source
from pipelines.readers.jsonl import JsonlReader
from pipelines.readers.lines import LineFile
from search_app.errors import BadInputError
from search_app.records import Document, Reject

GOOD = {"_id": "1", "title": "Cats", "text": "A cat is an animal.", "metadata": {"year": 1999}}


def read(path):
    return list(JsonlReader(path).read())


def write(tmp_path, *lines: bytes, name="corpus.jsonl"):
    path = tmp_path / name
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def test_documents_come_with_their_positions(tmp_path):
    path = write(tmp_path, json.dumps(GOOD).encode())
    (item,) = read(path)
    assert item == Located(Document("1", "Cats", "A cat is an animal.", {"year": 1999}), "corpus.jsonl:1")


def test_the_usual_names_of_fields_are_understood_and_others_become_metadata(tmp_path):
    line = {
        "docid": 7,
        "contents": "body",
        "lang": "en",
        "n": 3,
        "none": None,
        "tags": ["a", 2],
        "o": {"b": 1},
    }
    (item,) = read(write(tmp_path, json.dumps(line).encode()))
    metadata = {"lang": "en", "n": 3, "tags": ["a", "2"], "o": '{"b": 1}'}
    assert item.document == Document("7", "", "body", metadata)


BAD_LINES = [
    (b'{"_id": "x", "text": "cut', "not JSON"),
    (b'\xef\xbb\xbf{"_id": "x", "text": "mark in the middle"}', "not JSON"),
    (b'{"_id": "x", "text": "\xff"}', "not UTF-8 at byte 23"),
    (b'{"_id": "x", "text": "\\ud800"}', "lone surrogate"),
    (b'{"_id": "\\udfff", "text": "a"}', "lone surrogate"),
    (b'{"_id": "x", "text": "a", "score": NaN}', "NaN is no number"),
    (b'{"_id": "x", "text": "a", "metadata": {"s": -Infinity}}', "-Infinity is no number"),
    (b'{"_id": "x", "text": "a", "metadata": {"s": 1e999}}', "not a finite number"),
    (b'{"_id": "x", "text": "a", "n": 99999999999999999999}', "64 bits"),
    (b'{"_id": "x", "_id": "y", "text": "a"}', "'_id' is given twice"),
    (b'{"text": "a"}', "no id"),
    (b'{"_id": "", "text": "a"}', "the id is empty"),
    (b'{"_id": null, "text": "a"}', "the id is null"),
    (b'{"_id": true, "text": "a"}', "the id is a flag"),
    (b'{"_id": ["x"], "text": "a"}', "the id is a list"),
    (b'{"_id": "' + b"x" * 5000 + b'", "text": "a"}', "the id has 5,000 characters"),
    (b'{"_id": "x"}', "no text"),
    (b'{"_id": "x", "text": 5}', "the text is a number"),
    (b'{"_id": "x", "text": null}', "the text is null"),
    (b'{"_id": "x", "text": "  \\n "}', "the text is empty"),
    (b'{"_id": "x", "text": "a", "title": ["t"]}', "the title is a list"),
    (b'{"_id": "x", "text": "a", "metadata": [1]}', "the metadata is a list"),
    (b'["_id", "text"]', "not a JSON object"),
    (b'"text"', "not a JSON object"),
    (b"[" * 100_000, "nested too deeply"),
    (b"\x00", "not JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_refused_and_its_neighbours_are_kept(tmp_path, line, reason):
    before, after = ({**GOOD, "_id": name} for name in ("before", "after"))
    path = write(tmp_path, json.dumps(before).encode(), line, json.dumps(after).encode())
    first, bad, last = read(path)
    assert isinstance(bad, Reject)
    assert bad.position == "corpus.jsonl:2"
    assert reason in bad.reason
    assert [first.document.id, last.document.id] == ["before", "after"]


def test_a_reject_names_its_document_where_the_id_is_readable(tmp_path):
    (item,) = read(write(tmp_path, b'{"_id": "x7", "text": 5}'))
    assert item.document_id == "x7"


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"])
def test_a_byte_order_mark_windows_line_ends_and_blank_lines_are_fine(tmp_path, ending):
    path = tmp_path / "corpus.jsonl"
    line = json.dumps(GOOD).encode()
    path.write_bytes(b"\xef\xbb\xbf" + line + ending + ending + b"  " + ending + line)
    assert [item.position for item in read(path)] == ["corpus.jsonl:1", "corpus.jsonl:4"]
    assert all(isinstance(item, Located) for item in read(path))


def test_any_unicode_and_control_characters_in_ids_are_kept(tmp_path):
    ids = ["a\u0000b", "\u202eab", "🙂", "a\nb", "../../etc", " x "]
    path = write(tmp_path, *(json.dumps({**GOOD, "_id": name}).encode() for name in ids))
    assert [item.document.id for item in read(path)] == ids


def test_a_document_with_a_title_only_is_kept(tmp_path):
    (item,) = read(write(tmp_path, b'{"_id": "x", "title": "only", "text": ""}'))
    assert item.document == Document("x", "only", "")


def test_gzip_is_unpacked_on_the_way(tmp_path):
    path = tmp_path / "corpus.jsonl.gz"
    path.write_bytes(
        gzip.compress(b"\n".join(json.dumps({**GOOD, "_id": str(n)}).encode() for n in range(50)))
    )
    reader = open_source(str(path))
    assert len(list(reader.read())) == 50
    assert reader.fraction == 1.0


def test_a_truncated_gzip_is_an_error_with_its_place(tmp_path):
    path = tmp_path / "corpus.jsonl.gz"
    whole = gzip.compress(b"\n".join(json.dumps({**GOOD, "_id": str(n)}).encode() for n in range(5000)))
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadInputError, match=r"corpus.jsonl.gz cannot be read past line \d+"):
        read(path)


def test_a_line_over_the_limit_is_passed_over_without_being_held(tmp_path):
    path = write(tmp_path, b"a" * 10, b"b" * 5000, b"c" * 10)
    lines = list(LineFile(path, max_line_bytes=100))
    assert lines == [(1, b"a" * 10), (2, None), (3, b"c" * 10)]


def test_a_reader_knows_how_far_it_is(tmp_path):
    path = write(tmp_path, *(json.dumps({**GOOD, "_id": str(n)}).encode() for n in range(20_000)))
    reader = JsonlReader(path)
    fractions = [reader.fraction for _ in reader.read()]
    assert fractions == sorted(fractions)
    assert 0.2 < fractions[10_000] < 0.8
