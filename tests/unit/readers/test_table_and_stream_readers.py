"""Parquet, Arrow, MS MARCO, packed files, standard input, the hub and the catalogue."""

import gzip
import io
import json
import sys
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pyarrow
import pyarrow.parquet
import pytest

from pipelines.readers import Located, open_source
from pipelines.readers.field_map import parse_field_map
from search_app.errors import BadInputError, NotFoundError, UnavailableError
from search_app.records import Document, Reject

TABLE = {
    "id": ["a", "b", None],
    "title": ["A", None, "C"],
    "text": ["First.", "Second.", "Third."],
    "year": [1999, None, 2001],
    "day": [date(2024, 5, 31), None, None],
    "price": [Decimal("1.50"), None, None],
    "tags": [["x", "y"], [], None],
}


def save(tmp_path, kind, columns):
    path = tmp_path / f"table.{kind}"
    table = pyarrow.table(columns)
    if kind == "parquet":
        pyarrow.parquet.write_table(table, path)
    else:
        new = pyarrow.ipc.new_stream if kind == "ipc" else pyarrow.ipc.new_file
        with new(path, table.schema) as writer:
            writer.write_table(table)
    return path


@pytest.mark.parametrize("kind", ["parquet", "arrow", "feather", "ipc"])
def test_tables_of_arrow(tmp_path, kind):
    reader = open_source(str(save(tmp_path, kind, TABLE)))
    first, second, third = reader.read()
    metadata = {"year": 1999, "day": 20240531, "price": 1.5, "tags": ["x", "y"]}
    assert first == Located(Document("a", "A", "First.", metadata), f"table.{kind}:1")
    assert second.document == Document("b", "", "Second.", {})
    assert third == Reject(f"table.{kind}:3", "the id is null, not text")
    assert (reader.name, reader.fraction) == ("arrow", 1.0)


def test_a_folder_of_shards_is_one_table(tmp_path):
    for shard in ("data/train-1", "data/train-0"):
        path = tmp_path / f"{shard}.parquet"
        path.parent.mkdir(exist_ok=True)
        pyarrow.parquet.write_table(pyarrow.table({"text": [f"{shard} a", f"{shard} b"]}), path)
    reader = open_source(str(tmp_path), field_map=parse_field_map(["id=#"]))
    items = list(reader.read())
    assert [item.document.id for item in items] == ["1", "2", "3", "4"]
    assert items[2] == Located(Document("3", "", "data/train-1 a"), "data/train-1.parquet:1")
    assert (reader.name, reader.fraction) == ("arrow", 1.0)
    (tmp_path / "README.md").write_text("about the data")
    assert open_source(str(tmp_path)).name == "text"
    assert open_source(str(tmp_path), reader="arrow").name == "arrow"


def test_a_cell_that_is_not_utf8_costs_only_its_row(tmp_path):
    text = pyarrow.array([b"good", b"caf\xe9", b"fine"]).cast(pyarrow.binary())
    column = pyarrow.Array.from_buffers(pyarrow.string(), 3, text.buffers())
    path = save(tmp_path, "parquet", {"id": ["1", "2", "3"], "text": column})
    first, bad, last = open_source(str(path)).read()
    assert bad == Reject("table.parquet:2", "not UTF-8 at byte 4 of a cell")
    assert [first.document.id, last.document.id] == ["1", "3"]


def test_a_table_with_other_names_and_a_damaged_one(tmp_path):
    path = save(tmp_path, "parquet", {"key": [1], "body_text": ["x"], "when": [datetime(2024, 1, 2)]})
    with pytest.raises(BadInputError, match=r"no column for the id; its columns are key, body_text, when"):
        list(open_source(str(path)).read())
    mapped = open_source(str(path), field_map=parse_field_map(["id=key,text=body_text"]))
    assert next(mapped.read()).document == Document("1", "", "x", {"when": 20240102})
    for kind in ("parquet", "arrow"):
        (tmp_path / f"bad.{kind}").write_bytes(b"PAR1 nothing of the kind")
        with pytest.raises(BadInputError, match=f"bad.{kind} cannot be read past row 0"):
            list(open_source(str(tmp_path / f"bad.{kind}")).read())


def test_binary_cells_are_refused_with_what_to_do(tmp_path):
    path = save(tmp_path, "parquet", {"id": ["1"], "text": ["x"], "image": [{"bytes": b"\x89PNG"}]})
    (item,) = open_source(str(path)).read()
    assert "binary; name the fields to keep with --map" in item.reason


def test_the_ms_marco_collection(tmp_path):
    path = tmp_path / "collection.tsv"
    path.write_bytes(b'0\tThe "first" passage.\n1\tTab\tinside. \n2 no tab\n3\t\xff\n\t no id\n4\t \n')
    reader = open_source(str(path))
    items = list(reader.read())
    assert (reader.name, reader.presplit) == ("msmarco", True)
    assert [item.document for item in items[:2]] == [
        Document("0", "", 'The "first" passage.'),
        Document("1", "", "Tab\tinside. "),
    ]
    reasons = [item.reason for item in items[2:]]
    assert reasons == [
        "no tab: expected passage id, tab, text",
        "not UTF-8 at byte 3 of the line",
        "the id is empty",
        "the text is empty",
    ]
    assert items[3].document_id == "3"
    assert list(open_source(str(tmp_path)).read()) == items
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadInputError, match="has no MS MARCO collection"):
        open_source(str(tmp_path / "empty"), reader="msmarco")


LINES = b"".join(json.dumps({"_id": str(n), "text": f"text {n}"}).encode() + b"\n" for n in range(2000))


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_packed_files(tmp_path, suffix):
    half = len(LINES) // 2
    pack = gzip.compress if suffix == "gz" else lambda d: pyarrow.compress(d, codec="zstd", asbytes=True)
    packed = pack(LINES[:half]) + pack(LINES[half:])
    path = tmp_path / f"a.jsonl.{suffix}"
    path.write_bytes(packed)
    reader = open_source(str(path))
    assert [item.document.id for item in reader.read()] == [str(n) for n in range(2000)]
    path.write_bytes(packed[:-20])
    with pytest.raises(BadInputError, match=r"cannot be read past line \d+"):
        list(open_source(str(path)).read())


def test_a_packed_file_that_is_none(tmp_path):
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(b"nothing packed")
    with pytest.raises(BadInputError, match="cannot be read past line 0"):
        list(open_source(str(path)).read())


def test_standard_input(monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(LINES + b"[]\n")))
    *good, bad = open_source("-").read()
    assert len(good) == 2000
    assert good[0].position == "standard input:1"
    assert bad == Reject("standard input:2001", "not a JSON object")


def test_a_hub_data_set_is_read_row_by_row(monkeypatch):
    asked = {}

    class Rows:
        info = SimpleNamespace(splits={"test": SimpleNamespace(num_examples=2)})

        def __iter__(self):
            yield {"_id": "a", "text": "x", "year": 1}
            yield {"_id": "b", "text": None, "year": 2}

    def load(name, subset, **options):
        asked.update(options, name=name, subset=subset)
        return Rows()

    monkeypatch.setattr("datasets.load_dataset", load)
    reader = open_source("hub:own/set:sub:test@abc123")
    first, second = reader.read()
    expected = {"name": "own/set", "subset": "sub", "split": "test", "revision": "abc123", "streaming": True}
    assert asked == expected
    assert first.document == Document("a", "", "x", {"year": 1})
    assert second == Reject("own/set:2", "the text is null, not text", "b")
    assert reader.fraction == 1.0


def test_a_hub_that_cannot_be_reached_is_one_sentence(monkeypatch):
    def load(*_, **__):
        raise ConnectionError("Couldn't reach 'own/set' on the Hub\nand a long story")

    monkeypatch.setattr("datasets.load_dataset", load)
    with pytest.raises(UnavailableError, match="cannot be read .Couldn't reach 'own/set' on the Hub.;"):
        list(open_source("hub:own/set").read())


def test_documents_of_the_catalogue(tmp_path):
    ir_datasets = pytest.importorskip("ir_datasets", reason="the extra ir-datasets is not installed")
    (tmp_path / "docs.tsv").write_text("d1\tFirst text.\nd2\tSecond text.\n")
    data = ir_datasets.create_dataset(docs_tsv=str(tmp_path / "docs.tsv"))
    if "search-app-test" not in ir_datasets.registry._registered:
        ir_datasets.registry.register("search-app-test", data)
    reader = open_source("irds:search-app-test")
    assert [item.document.text for item in reader.read()] == ["First text.", "Second text."]
    assert (reader.source, reader.presplit) == ("irds:search-app-test", True)
    with pytest.raises(NotFoundError, match="no ir_datasets id 'no-such-set'"):
        open_source("irds:no-such-set")
