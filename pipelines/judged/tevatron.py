"""Tevatron's JSON Lines: query, positive_passages, negative_passages (Gao et al. 2022)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.data.json_lines import read_json_lines
from pipelines.judged.beir_folder import full_text
from search_app.errors import BadInputError


def read_tevatron(path: Path) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (query, positive, negatives), one per relevant passage; texts carry their titles.

    Raises:
        BadInputError: When a row lacks a key, or its passages are not objects with a text.
    """
    for number, row in enumerate(read_json_lines(path), start=1):
        if "query" not in row or "positive_passages" not in row:
            raise BadInputError(
                f"row {number} of {path} has the keys {sorted(row)}",
                "query, positive_passages and negative_passages",
            )
        negatives = tuple(_texts(row.get("negative_passages"), path, number))
        for positive in _texts(row["positive_passages"], path, number):
            yield str(row["query"]), positive, negatives


def _texts(passages: Any, path: Path, number: int) -> list[str]:
    rows = passages or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("text") for row in rows):
        raise BadInputError(f"row {number} of {path} has unusable passages", "a list of objects with a text")
    return [full_text(row) for row in rows]
