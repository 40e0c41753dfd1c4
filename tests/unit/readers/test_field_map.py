"""Mappings of fields: as typed, as guessed, and what they make of an object."""

import json
from datetime import date, datetime

import pytest

from pipelines.readers.csv_table import CsvTableReader
from pipelines.readers.field_map import FieldMap, MetadataField, parse_field_map
from pipelines.readers.jsonl import JsonlReader
from pipelines.readers.typed_value import day_number
from search_app.errors import BadInputError
from search_app.records import Document


def read_json(tmp_path, mapping, *objects):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in objects))
    return list(JsonlReader(path, parse_field_map([mapping])).read())


def test_a_mapping_is_read_as_typed_and_written_the_same():
    written = "id=pid,title=name,text=abstract+body,metadata=year:number+day:date+tags:list+kind"
    mapping = parse_field_map([written])
    assert mapping.id == "pid"
    assert mapping.text == ("abstract", "body")
    assert mapping.metadata == (
        MetadataField("year", "number"),
        MetadataField("day", "date"),
        MetadataField("tags", "list"),
        MetadataField("kind", "auto"),
    )
    assert str(mapping) == written
    assert parse_field_map(written.split(",")) == mapping


@pytest.mark.parametrize("typed", ["pid", "key=x", "id=a,id=b", "id=", "text=", "metadata=a:colour"])
def test_what_cannot_be_read_is_quoted(typed):
    with pytest.raises(BadInputError):
        parse_field_map([typed])


def test_fields_are_joined_and_typed(tmp_path):
    row = {
        "pid": 7,
        "name": "T",
        "abstract": "A.",
        "body": "B.",
        "y": "1999",
        "d": "2024-05-31T10:00:00",
        "t": "a; b|c",
    }
    mapping = "id=pid,title=name,text=abstract+body,metadata=y:number+d:date+t:list+none:keyword"
    (item,) = read_json(tmp_path, mapping, row)
    metadata = {"y": 1999, "d": 20240531, "t": ["a", "b", "c"]}
    assert item.document == Document("7", "T", "A.\n\nB.", metadata)


def test_a_value_of_another_kind_is_refused_with_its_id(tmp_path):
    bad, good = read_json(
        tmp_path,
        "id=k,text=t,metadata=d:date+n:number",
        {"k": "a", "t": "x", "d": "soon"},
        {"k": "b", "t": "x", "n": 1.5},
    )
    assert (bad.document_id, bad.reason) == ("a", "'soon' is no date, such as 2024-05-31")
    assert good.document.metadata == {"n": 1.5}


def test_parts_that_are_missing_are_left_out_but_not_a_lone_text(tmp_path):
    joined, lone = (
        read_json(tmp_path, f"id=k,text={text}", {"k": "a", "b": "B."})[0] for text in ("a+b", "a")
    )
    assert joined.document.text == "B."
    assert lone.reason == "no field 'a'"


def test_rows_may_be_numbered_and_metadata_left_out(tmp_path):
    first, second = read_json(tmp_path, "id=#,text=t,metadata=", {"t": "x", "m": 1}, {"t": "y"})
    assert (first.document.id, second.document.id, first.document.metadata) == ("1", "2", {})


def test_the_paragraphs_of_the_wikipedia_dump_are_its_text(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "9822", "title": "Ted Cassidy", "paragraphs": ["One.", "Two."]}) + "\n")
    (item,) = JsonlReader(path).read()
    assert item.document == Document("9822", "Ted Cassidy", "One.\n\nTwo.")


def test_a_table_with_other_names(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("key,abstract,code,when\n1,A.,007,2020-02\n")
    (item,) = CsvTableReader(path, parse_field_map(["id=key,text=abstract,metadata=code+when:date"])).read()
    assert item.document == Document("1", "", "A.", {"code": "007", "when": 20200201})
    with pytest.raises(BadInputError, match="has no column abs; its columns are key, abstract, code, when"):
        list(CsvTableReader(path, FieldMap(text=("abs",))).read())


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("2024", 20240101),
        ("2024-05", 20240501),
        ("2024-05-31", 20240531),
        ("2024-05-31T23:59:59Z", 20240531),
        ("20240531", 20240531),
        (20240531, 20240531),
        (20240531.0, 20240531),
        (2024, 20240101),
        (date(2024, 5, 31), 20240531),
        (datetime(2024, 5, 31, 12), 20240531),
    ],
)
def test_days_as_numbers(value, number):
    assert day_number(value) == number


@pytest.mark.parametrize(
    "value", ["", "soon", "2024-13", "2024-02-30", 20240230, 202405, 1717113600, 2024.5, True, None]
)
def test_what_is_no_day(value):
    with pytest.raises(ValueError, match="is no date"):
        day_number(value)
