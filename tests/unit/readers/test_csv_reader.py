"""CSV and TSV tables."""

import pytest

from pipelines.readers import Located, open_source
from pipelines.readers.csv_table import CsvTableReader
from search_app.errors import BadInputError
from search_app.records import Document, Reject


def read(tmp_path, content, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(CsvTableReader(path).read())


def test_columns_are_found_by_their_usual_names_in_any_order(tmp_path):
    (item,) = read(tmp_path, "Title,year,ID,Text,code\nCats,1999,a1,A cat.,007\n")
    assert item == Located(Document("a1", "Cats", "A cat.", {"year": 1999, "code": "007"}), "table.csv:2")


def test_quoted_cells_may_hold_commas_quotes_and_line_ends(tmp_path):
    first, second = read(tmp_path, 'id,text\n1,"a, ""b""\nc"\n2,d\n')
    assert first.document.text == 'a, "b"\nc'
    assert second.position == "table.csv:4"


def test_tsv_by_suffix(tmp_path):
    (item,) = read(tmp_path, "id\ttext\n1\ta, b\n", name="table.tsv")
    assert item.document.text == "a, b"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"1,a,b,c", "4 cells, the header has 3"),
        (b"1", "1 cells"),
        (b",a,b", "the id is empty"),
        (b"1,,", "the text is empty"),
        (b"1,\xff,\xc3\xa9\xc3\xa9", "lone surrogate"),
        (b'1,"a"b,c', "not a row of the table"),
    ],
)
def test_a_bad_row_is_refused_and_the_others_are_kept(tmp_path, row, reason):
    bad, good = read(tmp_path, b"id,text,kind\n" + row + b"\n2,fine,x\n")
    assert isinstance(bad, Reject)
    assert reason in bad.reason
    assert good.document.id == "2"


def test_missing_columns_are_an_error_that_names_those_there_are(tmp_path):
    with pytest.raises(BadInputError, match="no column for the text; its columns are id, abstract"):
        read(tmp_path, "id,abstract\n1,a\n")


def test_an_empty_file_has_no_documents(tmp_path):
    assert read(tmp_path, "") == []


def test_long_cells_are_no_error(tmp_path):
    (item,) = read(tmp_path, "id,text\n1," + "word " * 100_000 + "\n")
    assert len(item.document.text) == 500_000


def test_detected_by_suffix(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n1,a\n")
    assert open_source(str(tmp_path / "a.csv")).name == "csv"


def parts(tmp_path, content, name="table.csv"):
    """(texts by id, rejects, notes)."""
    items = read(tmp_path, content, name)
    found = {item.document.id: item.document.text for item in items if isinstance(item, Located)}
    others = [item for item in items if isinstance(item, Reject)]
    refused = [(item.position, item.reason) for item in others if item.kind == "refused"]
    return found, refused, [item.reason for item in others if item.kind == "note"]


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ("id;text\n1;a, b\n2;c\n", "its cells are separated by semicolons"),
        ("id\ttext\n1\ta, b\n2\tc\n", "its cells are separated by tabs"),
        ("id|text\n1|a, b\n2|c\n", "its cells are separated by bars"),
        ("sep=;\nid;text\n1;a, b\n2;c\n", "its cells are separated by semicolons"),
        ("sep=^\r\nid^text\r\n1^a, b\r\n2^c\r\n", "its cells are separated by '^'"),
        ('id, text\n1, "a, b"\n2, c\n', "spaces after a separator are left out"),
    ],
)
def test_other_separators_are_found_and_said(tmp_path, content, note):
    assert parts(tmp_path, content) == ({"1": "a, b", "2": "c"}, [], [note])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_found(tmp_path, encoding, end):
    content = end.join(["id,text", "1,café über alles", "2,déjà vu", ""]).encode(encoding)
    found, refused, notes = parts(tmp_path, content)
    assert (found, refused) == ({"1": "café über alles", "2": "déjà vu"}, [])
    assert len(notes) == (encoding != "utf-8-sig")


def test_a_table_that_is_not_utf8_is_known_by_bytes_far_behind(tmp_path):
    content = "id,text\n" + "".join(f"{number},plain words\n" for number in range(80_000)) + "x,naïve\n"
    found, refused, notes = parts(tmp_path, content.encode("cp1252"))
    assert (found["x"], refused) == ("naïve", [])
    assert "read as windows-1252" in notes[0]


UNCLOSED = [
    '1,"never closed\n2,fine\n3,also fine\n',
    '1,"never closed\n2,fine\n3,"quoted, fine"\n',
    '1,"never closed\n2,fine\n3,he said "hi"\n',
    '1,"never closed\n2,fine\n3,closed here"\n',
    '1,"never closed\n2,"fine"\n3,fine\n',
]


@pytest.mark.parametrize("rows", UNCLOSED)
def test_a_quote_that_is_not_closed_costs_its_own_row(tmp_path, rows):
    found, refused, _ = parts(tmp_path, "id,text\n0,good\n" + rows)
    assert list(found)[:2] == ["0", "2"]
    assert refused[0][0] == "table.csv:3"
    assert "not closed" in refused[0][1] or "not a row" in refused[0][1]
    assert set(found) | {"1"} == {"0", "1", "2", "3"} or len(refused) == 2


def test_a_cell_of_several_lines_is_no_unclosed_quote(tmp_path):
    found, refused, _ = parts(tmp_path, 'id,text\n1,"Dear Bob,\nyours, Ann"\n2,"a\n\nb,c\n"\n')
    assert (found, refused) == ({"1": "Dear Bob,\nyours, Ann", "2": "a\n\nb,c\n"}, [])


def test_a_tab_separated_table_has_quotes_as_letters_unless_its_cells_are_quoted(tmp_path):
    plain = 'id\ttext\n1\t"So it goes," he said\n2\tfive inches: 5"\n3\t"open\n'
    found, refused, _ = parts(tmp_path, plain, "table.tsv")
    assert (found["1"], found["3"], refused) == ('"So it goes," he said', '"open', [])
    found, _, _ = parts(tmp_path, 'id\ttext\n1\t"a\tb"\n2\t"c\nd"\n', "table.tsv")
    assert found == {"1": "a\tb", "2": "c\nd"}


def test_two_columns_of_one_name_and_one_without_are_said(tmp_path):
    items = read(tmp_path, "id,text,kind,kind,\n1,a,x,y,z\n")
    (document,) = (item.document for item in items if isinstance(item, Located))
    assert document.metadata == {"kind": "x", "kind_2": "y", "column_5": "z"}
    assert [item.reason for item in items if isinstance(item, Reject)] == [
        "two columns are called kind; column 4 is called kind_2",
        "column 5 has no name and is called column_5",
    ]


@pytest.mark.parametrize(
    "header", ['"id"x,text', '"id,text', b"\xff\xfe\xfd,\xe9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"]
)
def test_a_header_that_cannot_be_read_is_one_sentence(tmp_path, header):
    content = header if isinstance(header, bytes) else header.encode()
    with pytest.raises(BadInputError, match="the header of table.csv cannot be read|no column for the text"):
        read(tmp_path, content + b"\n1,a\n")


def test_nuls_are_left_out_and_said(tmp_path):
    assert parts(tmp_path, b"id,text\n1,a\0b\n2,c\n") == (
        {"1": "ab", "2": "c"},
        [],
        ["1 NUL character was left out"],
    )


def test_a_table_of_a_header_only_has_no_documents(tmp_path):
    assert read(tmp_path, "id,text\n") == []


def test_rows_without_an_id_are_known_by_their_content_in_any_order(tmp_path):
    first, _, notes = parts(tmp_path, "text,kind\na,x\nb,y\na,x\n")
    second, _, _ = parts(tmp_path, "text,kind\nb,y\na,x\na,x\n")
    assert first == second
    assert len(first) == 3
    assert sorted(name.partition("-")[2] for name in first) == ["", "", "2"]
    assert "no column for the id" in notes[0]


def test_quotes_after_a_backslash_are_read_and_said(tmp_path):
    found, refused, notes = parts(tmp_path, 'id,text\n1,"a \\"b\\", c"\n2,"d, e"\n')
    assert (found, refused, notes) == ({"1": 'a "b", c', "2": "d, e"}, [], ['its quotes are written \\"'])
