"""Pairs and triples from JSON Lines or Parquet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.data.json_lines import read_json_values
from search_app.errors import BadInputError

QUERY = ("query", "anchor", "question")
POSITIVE = ("positive", "passage", "answer", "pos")
NEGATIVE = ("negative", "negatives", "neg")
SCORES = "scores"


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """A query, a passage that answers it, passages that do not, and what a teacher says of them.

    Attributes:
        scores: Of the positive, then of each negative; empty where no teacher was asked.
    """

    query: str
    positive: str
    negatives: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()


def read_pairs(path: Path) -> Iterator[TrainingPair]:
    """Yield the pairs of a `.jsonl`, `.jsonl.gz` or `.parquet` file.

    A row with several positives yields one pair each. Lines of JSON may be lists, [query, positive] or
    [query, positive, negative, ...], as the pair files of GooAQ and Natural Questions are distributed.

    Raises:
        BadInputError: When a row lacks a query or a positive, or its scores do not fit its passages.
    """
    rows = _parquet(path) if path.suffix == ".parquet" else _json_rows(path)
    yield from pairs_of_rows(rows, str(path))


def pairs_of_rows(rows: Iterable[dict[str, Any]], place: str) -> Iterator[TrainingPair]:
    """Yield the pairs of rows with the keys of `QUERY`, `POSITIVE`, `NEGATIVE` and "scores".

    Args:
        rows: The rows.
        place: Where they come from, for messages.
    """
    for number, row in enumerate(rows, start=1):
        query = str(_first(row, QUERY, place, number))
        negatives = tuple(text for name in NEGATIVE for text in _texts(row.get(name)))
        positives = _texts(_first(row, POSITIVE, place, number))
        scores = _scores(row.get(SCORES), len(positives) + len(negatives), place, number)
        for index, positive in enumerate(positives):
            own = (scores[index], *scores[len(positives) :]) if scores else ()
            yield TrainingPair(query, positive, negatives, own)


def _json_rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, value in read_json_values(path):
        if isinstance(value, list) and len(value) >= 2 and all(isinstance(text, str) for text in value):
            yield {"query": value[0], "positive": value[1], "negatives": value[2:]}
        elif isinstance(value, dict):
            yield value
        else:
            raise BadInputError(
                f"line {number} of {path} is a {type(value).__name__}",
                "an object, or a list of two texts or more",
            )


def _scores(value: Any, count: int, place: str, number: int) -> tuple[float, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) != count:
        raise BadInputError(f"row {number} of {place} has unusable scores", f"a list of {count} numbers")
    try:
        return tuple(float(score) for score in value)
    except (TypeError, ValueError) as error:
        raise BadInputError(f"row {number} of {place} has the scores {value!r}", "numbers") from error


def _parquet(path: Path) -> Iterator[dict[str, Any]]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as table:
        for batch in table.iter_batches():
            yield from batch.to_pylist()


def _first(row: dict[str, Any], names: tuple[str, ...], place: str, number: int) -> Any:
    for name in names:
        if row.get(name):
            return row[name]
    raise BadInputError(f"row {number} of {place} has the keys {sorted(row)}", f"one of {', '.join(names)}")


def _texts(value: Any) -> list[str]:
    if not value:
        return []
    return [str(text) for text in (value if isinstance(value, list) else [value])]
