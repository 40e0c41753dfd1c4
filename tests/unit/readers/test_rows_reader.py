"""Rows of a program: read like JSON Lines, refused by number and reason, never all held at once."""

from types import MappingProxyType

import pyarrow
import pytest

from pipelines.readers.field_map import FieldMap
from pipelines.readers.reader import Located, MappedReader, Reader
from pipelines.readers.rows import RowsReader
from search_app.errors import BadInputError
from search_app.records import Document, Reject

GOOD = {"id": 7, "title": "Cats", "text": "A cat is an animal.", "year": 1999}


def test_a_row_becomes_a_document_and_further_fields_metadata():
    (item,) = RowsReader([GOOD], "shop").read()
    assert item == Located(Document("7", "Cats", "A cat is an animal.", {"year": 1999}), "shop:1")


def test_any_mapping_will_do():
    (item,) = RowsReader([MappingProxyType(GOOD)]).read()
    assert item.document.id == "7"


def test_each_unusable_row_is_refused_with_its_number_and_the_rest_is_read():
    rows = [GOOD, "text", {0: "a"}, {"id": 8}, {"id": 9, "text": float("nan")}, {"id": 10, "text": "fine"}]
    found = list(RowsReader(rows, "shop").read())
    assert [type(item) for item in found] == [Located, Reject, Reject, Reject, Reject, Located]
    assert [item.position for item in found] == [f"shop:{number}" for number in range(1, 7)]
    reasons = [item.reason for item in found if isinstance(item, Reject)]
    assert reasons[0] == "the row is of type str, not a mapping of fields"
    assert reasons[1] == "the field 0 has no name of text"
    assert "no text" in reasons[2]
    assert reasons[3] == "the text is a number, not text"
    assert [item.document_id for item in found if isinstance(item, Reject)] == [None, None, "8", "9"]


def test_rows_may_number_themselves_and_name_their_fields():
    reader = RowsReader([{"body": "A cat."}], field_map=FieldMap(id="#", text=("body",)))
    (item,) = reader.read()
    assert item.document == Document("1", "", "A cat.")
    assert str(reader.mapping) == "id=#,text=body,metadata=(all other fields)"


def test_a_generator_is_read_as_it_yields():
    taken = []

    def rows():
        for number in range(1_000_000):
            taken.append(number)
            yield {"id": number, "text": "A cat."}

    reader = RowsReader(rows())
    stream = reader.read()
    assert next(stream).document.id == "0"
    assert taken == [0]
    assert reader.fraction == 0.0


def test_how_far_it_is_can_be_asked_when_the_number_of_rows_is_known():
    reader = RowsReader([GOOD, GOOD])
    stream = reader.read()
    next(stream)
    assert reader.fraction == 0.5
    assert isinstance(reader, MappedReader)
    typed: Reader = reader
    assert (typed.name, typed.source, typed.presplit) == ("rows", "rows", False)


@pytest.mark.parametrize("given", [GOOD, "text", b"text", None, 7, pyarrow.table({"id": [1], "text": ["a"]})])
def test_what_is_no_rows_is_refused_before_anything_is_read(given):
    with pytest.raises(BadInputError, match=f"rows of type {type(given).__name__}.*an iterable of mappings"):
        RowsReader(given)
