"""Which reader a source gets."""

import pytest

from pipelines.readers import open_source
from pipelines.readers.field_map import FieldMap
from search_app.errors import BadInputError, NotFoundError


def test_a_beir_folder_keeps_its_documents_whole(tmp_path):
    (tmp_path / "corpus.jsonl").write_text('{"_id": "1", "text": "a"}\n')
    for source in (tmp_path, tmp_path / "corpus.jsonl"):
        reader = open_source(str(source))
        assert (reader.name, reader.presplit) == ("beir", True)
    assert open_source(str(tmp_path / "corpus.jsonl"), reader="jsonl").presplit is False


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("a.jsonl", "jsonl"),
        ("a.JSONL", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("a.jsonl.gz", "jsonl"),
        ("a.tsv", "csv"),
        ("a.csv.gz", "csv"),
        ("a.md", "text"),
        ("a.PDF", "text"),
        ("a.jsonl.zst", "jsonl"),
        ("a.parquet", "arrow"),
        ("collection.tsv", "msmarco"),
        ("collection.tsv.gz", "msmarco"),
    ],
)
def test_files_by_suffix(tmp_path, name, reader):
    (tmp_path / name).write_text("x")
    assert open_source(str(tmp_path / name)).name == reader


def test_a_folder_of_text(tmp_path):
    (tmp_path / "a.md").write_text("x")
    assert open_source(str(tmp_path)).name == "text"


def test_a_missing_source_lists_what_is_accepted():
    with pytest.raises(NotFoundError, match="no file or folder '/nowhere/at/all'.*python-docs.*jsonl"):
        open_source("/nowhere/at/all")


def test_what_no_reader_fits_lists_what_is_accepted(tmp_path):
    (tmp_path / "a.xyz").write_text("x")
    with pytest.raises(BadInputError, match="no reader for .*a.xyz"):
        open_source(str(tmp_path / "a.xyz"))
    with pytest.raises(BadInputError, match="holds nothing that can be read"):
        open_source(str(tmp_path))
    with pytest.raises(BadInputError, match="is no BEIR data set"):
        open_source(str(tmp_path), reader="beir")


def test_unknown_reader_and_misplaced_packages(tmp_path):
    (tmp_path / "a.md").write_text("x")
    with pytest.raises(
        BadInputError, match="no reader 'word'.*python-docs, beir, jsonl, csv, arrow, msmarco, text"
    ):
        open_source(str(tmp_path), reader="word")
    with pytest.raises(BadInputError, match="Leave out --packages"):
        open_source(str(tmp_path), packages=["numpy"])


def test_a_mapping_is_refused_where_fields_have_no_names(tmp_path):
    (tmp_path / "a.md").write_text("x")
    with pytest.raises(BadInputError, match="Leave out --map"):
        open_source(str(tmp_path), field_map=FieldMap(id="x"))
    with pytest.raises(BadInputError, match="Leave out --map"):
        open_source("python-docs", field_map=FieldMap(id="x"))


def test_standard_input_is_json_lines_unless_said_otherwise():
    assert (open_source("-").name, open_source("-").source) == ("jsonl", "-")
    assert open_source("-", reader="csv").name == "csv"
    with pytest.raises(BadInputError, match="standard input for the reader arrow"):
        open_source("-", reader="arrow")


def test_hub_and_catalogue_references():
    reader = open_source("hub:BeIR/scifact:corpus:corpus@0ca09d2")
    assert (reader.name, reader.source) == ("hub", "hub:BeIR/scifact:corpus:corpus@0ca09d2")
    assert open_source("hub:a/b").source == "hub:a/b::train@main"
    with pytest.raises(BadInputError, match="the data set 'scifact'"):
        open_source("hub:scifact")
