"""Real passages and questions for the measurements."""

import gzip
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """Return a BEIR folder, or stop with a sentence that says where one is expected."""
    base = Path(os.environ.get("SEARCH_APP_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not (base / name).is_dir():
        raise SystemExit(f"no data set {name} in {base}; name the folder in SEARCH_APP_TEST_DATA")
    return base / name


def records(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a JSON-lines file, gzipped or not."""
    found = path if path.is_file() else path.with_name(path.name + ".gz")
    with gzip.open(found, "rt", encoding="utf-8") if found.suffix == ".gz" else found.open() as stream:
        yield from map(json.loads, stream)


def passages(name: str, count: int) -> list[dict[str, str]]:
    """Return the first `count` entries of a data set's corpus."""
    return list(islice(records(folder(name) / "corpus.jsonl"), count))


def queries(name: str, split: str) -> dict[str, str]:
    """Return {query id: text} of the queries judged in a split, in file order."""
    judged = {query for query, _, _ in judgements(name, split)}
    return {r["_id"]: r["text"] for r in records(folder(name) / "queries.jsonl") if r["_id"] in judged}


def judgements(name: str, split: str) -> list[tuple[str, str, int]]:
    """Return (query id, document id, grade) of a split."""
    lines = (folder(name) / "qrels" / f"{split}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [
        (query, document, int(grade)) for query, document, grade in (line.split("\t")[:3] for line in lines)
    ]
