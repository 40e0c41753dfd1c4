"""Pairs and triples from JSON Lines or Parquet."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.data.json_lines import read_json_lines
from search_app.errors import BadInputError

QUERY = ("query", "anchor", "question")
POSITIVE = ("positive", "passage", "answer", "pos")
NEGATIVE = ("negative", "negatives", "neg")


def read_pairs(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (query, positive, negatives) of a `.jsonl`, `.jsonl.gz` or `.parquet` file.

    A row with several positives yields one pair each.

    Raises:
        BadInputError: When a row lacks a query or a positive; lists the accepted names.
    """
    rows = _parquet(path) if path.suffix == ".parquet" else read_json_lines(path)
    for number, row in enumerate(rows, start=1):
        query = _first(row, QUERY, path, number)
        negatives = tuple(text for name in NEGATIVE for text in _texts(row.get(name)))
        for positive in _texts(_first(row, POSITIVE, path, number)):
            yield str(query), positive, negatives


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as table:
        for batch in table.iter_batches():
            yield from batch.to_pylist()


def _first(row: dict[str, Any], names: tuple[str, ...], path: Path, number: int) -> Any:
    for name in names:
        if row.get(name):
            return row[name]
    raise BadInputError(f"row {number} of {path} has the keys {sorted(row)}", f"one of {', '.join(names)}")


def _texts(value: Any) -> list[str]:
    if not value:
        return []
    return [str(text) for text in (value if isinstance(value, list) else [value])]
