import json

import pytest
from fixtures.command import Command
from fixtures.ingest_run import documents


@pytest.fixture(scope="session")
def beir(tmp_path_factory):
    """A small data set: each query is the beginning of a document that is judged relevant to it."""
    folder = tmp_path_factory.mktemp("beir") / "small"
    (folder / "qrels").mkdir(parents=True)
    entries = documents(40)
    corpus = [{key: entry[key] for key in ("_id", "title", "text")} for entry in entries]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in corpus))
    queries = [{"_id": f"q{n}", "text": " ".join(row["text"].split()[:3])} for n, row in enumerate(corpus)]
    (folder / "queries.jsonl").write_text("".join(json.dumps(row) + "\n" for row in queries))
    lines = [f"q{number}\tdoc {number}\t{1 + number % 2}\n" for number in range(40)]
    header = "query-id\tcorpus-id\tscore\n"
    (folder / "qrels" / "test.tsv").write_text(header + "".join(lines[:20]) + "q0\tnowhere\t1\n")
    (folder / "qrels" / "dev.tsv").write_text(header + "".join(lines[20:]))
    return folder


@pytest.fixture
def command(tmp_path, monkeypatch, tiny_bundles):
    return Command(monkeypatch, tmp_path / "data", tiny_bundles)
