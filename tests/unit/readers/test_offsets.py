"""Every reader: the passages of a document are spans of it, so the original can be shown from any of them."""

import json

import pyarrow
import pyarrow.parquet
import pytest
from fixtures.sample_files import docx, pdf

from pipelines.readers import Located, open_source
from search_app.passages import SplitRule, split

TEXT = (
    " \u00a0First sentence, café.  Second one! 🙂 Third?\r\n\r\nAnother\tparagraph. It has e\u0301 and ﬁ.\n"
    * 3
)


def _write(folder, kind):
    path = folder / f"source.{kind}"
    match kind:
        case "jsonl":
            path.write_text(json.dumps({"_id": "1", "text": TEXT}) + "\n")
        case "csv":
            path.write_bytes(("id,text\n1," + '"' + TEXT + '"\n').encode())
        case "parquet":
            pyarrow.parquet.write_table(pyarrow.table({"id": ["1"], "text": [TEXT]}), path)
        case "txt" | "md":
            path.write_bytes(TEXT.encode())
        case "html":
            path.write_bytes(f"<h1>T</h1><p>{TEXT}</p><pre>{TEXT}</pre>".encode())
        case "pdf":
            path.write_bytes(pdf("First sentence.\nSecond one, hyphen-\nated.", "Third? Fourth!"))
        case "docx":
            path.write_bytes(docx("First sentence. Second!", "Another paragraph.", table=[["a", "b"]]))
    return path


@pytest.mark.parametrize("kind", ["jsonl", "csv", "parquet", "txt", "md", "html", "pdf", "docx"])
def test_passages_are_spans_that_cover_the_document(tmp_path, kind):
    (item,) = open_source(str(_write(tmp_path, kind))).read()
    assert isinstance(item, Located)
    document = item.document
    rule = SplitRule(lambda text: [i for i, c in enumerate(text) if not c.isspace()], 16, 4)
    passages = split(document, rule)
    assert len(passages) > 1
    covered = set()
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        covered.update(range(passage.start, passage.end))
    assert {i for i, c in enumerate(document.text) if not c.isspace()} <= covered


def test_text_of_records_is_kept_to_the_character(tmp_path):
    for kind in ("jsonl", "parquet"):
        (item,) = open_source(str(_write(tmp_path, kind))).read()
        assert item.document.text == TEXT
