"""Tables and JSON as people report them, by themselves and within a folder of documents."""

import pytest

from pipelines.readers import open_source
from search_app.records import Reject


def read(path):
    items = list(open_source(str(path)).read())
    documents = {item.document.id: item.document.text for item in items if not isinstance(item, Reject)}
    said = {
        kind: [i.reason for i in items if isinstance(i, Reject) and i.kind == kind]
        for kind in ("refused", "note")
    }
    return documents, said["refused"], said["note"]


@pytest.mark.parametrize(
    ("content", "documents"),
    [
        ('"sep=;"\r\nid;text\r\n1;a\r\n', {"1": "a"}),
        ("Report of 2024\n\nid,text\n1,a\n", {"1": "a"}),
        ("# a comment\nid,text\n1,a\n", {"1": "a"}),
        ("id,text\n1,a,\n2,b,,\n", {"1": "a", "2": "b"}),
        ("id,text\n1,a\n\x1a", {"1": "a"}),
        ("id,text\n,\n1,a\n,\n", {"1": "a"}),
    ],
)
def test_tables_as_programs_write_them(tmp_path, content, documents):
    (tmp_path / "a.csv").write_bytes(content.encode())
    found, refused, _ = read(tmp_path / "a.csv")
    assert (found, refused) == (documents, [])


def test_what_is_passed_over_in_a_table_is_said(tmp_path):
    (tmp_path / "a.csv").write_text("Report\nid,text\n,\n1,a\n")
    _, _, notes = read(tmp_path / "a.csv")
    assert notes == [
        "1 line stands before the header and was left out",
        "1 row has nothing but empty cells and became no document",
    ]


def test_a_table_of_one_column_keeps_its_commas(tmp_path):
    (tmp_path / "a.csv").write_text("text\nhello world\nbye, now\n")
    found, refused, _ = read(tmp_path / "a.csv")
    assert (sorted(found.values()), refused) == (["bye, now", "hello world"], [])


@pytest.mark.parametrize(
    ("content", "documents"),
    [
        ('{"response": {"docs": [{"id": 1, "text": "a"}], "n": 1}}', {"1": "a"}),
        ('{"k1": {"text": "a"}, "k2": {"id": "x", "text": "b"}}', {"k1": "a", "x": "b"}),
        ('\x1e{"id": 1, "text": "a"}\n\x1e{"id": 2, "text": "b"}\n', {"1": "a", "2": "b"}),
    ],
)
def test_json_as_servers_write_it(tmp_path, content, documents):
    (tmp_path / "a.json").write_text(content)
    assert read(tmp_path / "a.json")[:2] == (documents, [])


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ('{"id": 1, "text": "a",}', "a comma with nothing after it at character 23"),
        ("{'id': 1, 'text': 'a'}", "double quotes, not in single ones"),
    ],
)
def test_common_mistakes_in_json_are_named(tmp_path, content, why):
    (tmp_path / "a.jsonl").write_text(content)
    assert why in read(tmp_path / "a.jsonl")[1][0]


def test_tables_in_a_folder_become_rows_beside_the_files(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text("# A\n\nwords\n")
    (tmp_path / "sub" / "b.csv").write_text("id,text\n1,row\n1,twice\n")
    (tmp_path / "c.jsonl").write_text('{"id": 1, "text": "line"}\n{"id": 2}\n')
    (tmp_path / "config.json").write_text('{"name": "x"}')
    documents, refused, _ = read(tmp_path)
    assert documents["sub/b.csv#1"] in ("row", "twice")
    assert documents["c.jsonl#1"] == "line"
    assert documents["config.json"] == '{"name": "x"}'
    assert "a.md" in documents
    assert len(refused) == 1


def test_a_table_that_cannot_be_used_is_refused_by_name_and_stops_nothing(tmp_path):
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.csv").write_text("Nr;Titel\n1;A\n")
    (tmp_path / "c.json").write_text('{"id": 1, "text": "a",}')
    (tmp_path / "d.parquet").write_bytes(b"none")
    items = [item for item in open_source(str(tmp_path)).read() if isinstance(item, Reject)]
    assert [item.position for item in items] == ["b.csv", "c.json", "d.parquet"]
    assert items[0].reason.endswith("columns are Nr, Titel; ingest it by itself with --map text=COLUMN")
    # Without an id: what was read from there before must not be pruned.
    assert [item.document_id for item in items] == [None, None, None]
