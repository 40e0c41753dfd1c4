"""Run files: what a system retrieved for each query, in TREC's or MS MARCO's format."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal, Self

import numpy as np

from search_app.errors import BadInputError
from search_app.evaluation.columns import read_columns
from search_app.evaluation.strict_order import strictly_decreasing

RunFormat = Literal["trec", "msmarco"]
RUN_FORMATS: tuple[RunFormat, ...] = ("trec", "msmarco")
Run = Mapping[str, Mapping[str, float]]
"""{query id: {document id: score}}, larger is better."""

_EXPECTED = (
    "lines of query id, Q0, document id, rank, score, name (TREC), or query id, document id, rank "
    "(MS MARCO), each score a finite number"
)


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run as read.

    Attributes:
        name: Name of the system: TREC's last column, else the file's name.
        run: {query id: {document id: score}}; of an MS MARCO file the negative rank is the score.
        format: Which format was found.
        ties: Queries with equal scores; trec_eval orders those by falling document id, whatever the ranks.
        gaps: Queries whose ranks do not count 1, 2, 3... (0, 1, 2... is accepted).
        duplicates: Lines that name a document again for the same query; the best score counts.
    """

    name: str
    run: Run
    format: RunFormat
    ties: int = 0
    gaps: int = 0
    duplicates: int = 0

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each kind of trouble, empty when there is none."""
        found = [
            (self.ties, f"{self.ties:,} queries have equal scores; they are ordered as trec_eval does"),
            (self.gaps, f"{self.gaps:,} queries have gaps in their ranks; the scores are what counts"),
            (self.duplicates, f"{self.duplicates:,} lines name a document again; its best score counts"),
        ]
        return tuple(f"{self.name}: {sentence}" for present, sentence in found if present)


@dataclass(slots=True)
class _Reading:
    run: dict[str, dict[str, float]] = field(default_factory=dict)
    ranks: dict[str, set[int]] = field(default_factory=dict)
    duplicates: int = 0

    def add(self, query: str, document: str, rank: int, score: float) -> None:
        row = self.run.setdefault(query, {})
        self.duplicates += document in row
        row[document] = max(score, row.get(document, score))
        self.ranks.setdefault(query, set()).add(rank)

    def gaps(self) -> int:
        return sum(
            sorted(ranks) not in (list(range(1, len(ranks) + 1)), list(range(len(ranks))))
            for ranks in self.ranks.values()
        )

    def ties(self) -> int:
        # Scores that differ only beyond float32 are equal to trec_eval.
        with np.errstate(over="ignore"):
            return sum(
                np.unique(np.fromiter(row.values(), np.float64).astype(np.float32)).size < len(row)
                for row in self.run.values()
            )


def read_run(path: Path) -> RunFile:
    """Read a run in TREC's or MS MARCO's format, recognised by the number of columns.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: Names the first line that fits neither format; or when the file is empty.
    """
    reading, name, width = _Reading(), path.stem, 0
    for number, columns in read_columns(path):
        width = width or len(columns)
        document = columns[2 if width == 6 else 1] if len(columns) == width else ""
        if width not in (3, 6) or not columns[0] or not document:
            raise _bad_line(path, number, columns)
        try:
            if width == 6:
                reading.add(columns[0], document, int(float(columns[3])), _score(columns[4]))
                name = columns[5]
            else:
                reading.add(columns[0], document, int(columns[2]), -_score(columns[2]))
        except (ValueError, OverflowError) as error:
            raise _bad_line(path, number, columns) from error
    if not reading.run:
        raise BadInputError(f"{path} is an empty run", _EXPECTED, "check what wrote it")
    kind: RunFormat = "trec" if width == 6 else "msmarco"
    return RunFile(name, reading.run, kind, reading.ties(), reading.gaps(), reading.duplicates)


def _score(text: str) -> float:
    score = float(text)
    if not math.isfinite(score) or "_" in text:
        raise ValueError(f"{text!r} is no score")
    return score


def check_same_queries(file: RunFile, judged: Collection[str]) -> None:
    """Raise `BadInputError` unless some query of the run is judged; says so when columns look swapped."""
    if any(query in judged for query in file.run):
        return
    swapped = any(document in judged for row in file.run.values() for document in row)
    todo = (
        "query and document columns look swapped: the query id comes first"
        if swapped
        else "check that the run and the qrels belong together"
    )
    raise BadInputError(f"run {file.name!r} has no query that is judged", "the queries of the qrels", todo)


def _bad_line(path: Path, number: int, columns: list[str]) -> BadInputError:
    shown = " ".join(columns)[:80]
    return BadInputError(f"line {number} of {path} is {shown!r}", _EXPECTED, "put the columns in this order")


class RunWriter:
    """Writes a run query by query. Use as a context manager.

    Args:
        path: The file; replaced.
        name: Name of the system, the last column of TREC's format.
        kind: "trec" or "msmarco".
    """

    def __init__(self, path: Path, name: str, kind: RunFormat = "trec") -> None:
        self._name = name.replace(" ", "-")
        self._format = kind
        path.parent.mkdir(parents=True, exist_ok=True)
        self._stream: IO[str] = path.open("w", encoding="utf-8")

    def write(self, query: str, ranked: Iterable[tuple[str, float]]) -> None:
        """Add one query's (document id, score) pairs, best first; equal scores are told apart.

        White space inside an id, which neither format can carry, is written as %20.
        """
        query = "%20".join(query.split())
        pairs = [("%20".join(document.split()), score) for document, score in ranked]
        scores = strictly_decreasing([score for _, score in pairs])
        lines = enumerate(zip(pairs, scores, strict=True), start=1)
        if self._format == "msmarco":
            self._stream.writelines(f"{query}\t{document}\t{rank}\n" for rank, ((document, _), _) in lines)
            return
        self._stream.writelines(
            f"{query} Q0 {document} {rank} {score:.9g} {self._name}\n"
            for rank, ((document, _), score) in lines
        )

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
