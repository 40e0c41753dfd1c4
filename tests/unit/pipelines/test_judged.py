"""One collection, however its files are laid out and packed, reads alike for training and evaluation."""

import gzip
import json

import pyarrow
import pytest

from pipelines.judged.collection import open_collection
from pipelines.judged.open_dataset import open_dataset
from search_app.errors import BadInputError, NotFoundError

PASSAGES = {"d1": "cats purr", "d2": "dogs bark"}
QUERIES = {"q1": "what purrs", "q2": "what barks"}
QRELS = {"q1": {"d1": 1}, "q2": {"d2": 2, "d1": 0}}
HEADER = "query-id\tcorpus-id\tscore\n"
JUDGED = "q1\td1\t1\nq2\td2\t2\nq2\td1\t0\n"


def put(path, text, packing):
    content = text.encode()
    if packing == ".gz":
        content = gzip.compress(content)
    if packing == ".zst":
        content = pyarrow.Codec("zstd").compress(content, asbytes=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(path.name + packing).write_bytes(content)


def beir(folder, packing, judged):
    rows = [{"_id": name, "title": "", "text": text} for name, text in PASSAGES.items()]
    asked = [{"_id": name, "text": text} for name, text in QUERIES.items()]
    put(folder / "corpus.jsonl", "".join(json.dumps(row) + "\n" for row in rows), packing)
    put(folder / "queries.jsonl", "".join(json.dumps(row) + "\n" for row in asked), packing)
    put(folder / "qrels" / "dev.tsv", judged, packing)


def msmarco(folder, packing, judged):
    put(folder / "collection.tsv", "".join(f"{name}\t{text}\n" for name, text in PASSAGES.items()), packing)
    put(folder / "queries.dev.tsv", "".join(f"{name}\t{text}\n" for name, text in QUERIES.items()), packing)
    put(folder / "queries.train.tsv", "q9\tother\n", packing)
    put(folder / "qrels.dev.tsv", judged, packing)


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("layout", [beir, msmarco])
@pytest.mark.parametrize("header", ["", HEADER, "\ufeff", "\ufeff" + HEADER])
def test_training_and_evaluation_read_the_same(tmp_path, layout, packing, header):
    layout(tmp_path / "set", packing, header + JUDGED)
    found = open_collection(tmp_path / "set")
    assert dict(found.passages()) == PASSAGES
    assert found.qrels("dev") == QRELS
    assert QUERIES.items() <= found.queries().items()
    assert found.queries("dev") == QUERIES
    assert all(path.is_file() for path in found.files("dev"))
    entry = open_dataset(str(tmp_path / "set"), "dev")
    assert (entry.queries, entry.judgements.qrels) == (QUERIES, QRELS)
    documents = [located.document for located in entry.open_documents().read()]
    assert {document.id: document.text for document in documents} == PASSAGES


def test_what_is_wrong_with_judgements_is_logged_in_training_too(tmp_path, caplog):
    beir(tmp_path / "set", "", JUDGED + "q1\td1\t1\n")
    assert open_collection(tmp_path / "set").qrels("dev") == QRELS
    assert "stand there twice" in caplog.text


def test_a_fraction_is_no_grade_in_training_either(tmp_path):
    msmarco(tmp_path / "set", "", "q1\td1\t0.5\n")
    with pytest.raises(BadInputError, match=r"line 1 of .*qrels.dev.tsv"):
        open_collection(tmp_path / "set").qrels("dev")


def test_a_split_that_is_not_there_lists_those_that_are(tmp_path):
    beir(tmp_path / "set", ".zst", JUDGED)
    with pytest.raises(NotFoundError, match="dev"):
        open_dataset(str(tmp_path / "set"), "test")
