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
        (b"1,\xff,b", "lone surrogate"),
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
    with pytest.raises(BadInputError, match="no column for the id; its columns are key, text"):
        read(tmp_path, "key,text\n1,a\n")


def test_an_empty_file_has_no_documents(tmp_path):
    assert read(tmp_path, "") == []


def test_long_cells_are_no_error(tmp_path):
    (item,) = read(tmp_path, "id,text\n1," + "word " * 100_000 + "\n")
    assert len(item.document.text) == 500_000


def test_detected_by_suffix(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n1,a\n")
    assert open_source(str(tmp_path / "a.csv")).name == "csv"
