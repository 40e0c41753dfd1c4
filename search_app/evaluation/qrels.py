"""Relevance judgements, and what is wrong with them."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from search_app.errors import BadInputError
from search_app.evaluation.columns import read_columns

Qrels = Mapping[str, Mapping[str, int]]
"""{query id: {document id: grade}}."""

_QUERY_HEADERS = ("queryid", "query", "qid", "topic", "topicid")
_DOCUMENT_HEADERS = ("corpusid", "docid", "docno", "document", "documentid", "passageid", "pid")
_WHOLE = re.compile(r"([+-]?[0-9]{1,9})(\.0*)?")


@dataclass(frozen=True, slots=True)
class Judgements:
    """Judgements of one split.

    Attributes:
        qrels: {query id: {document id: grade}}.
        name: Where they come from.
        duplicates: Judgements that say again what was said.
        conflicts: Judgements of a pair that was given another grade before; the last one counts.
        unknown_queries: Judged queries without a text; they are left out of `qrels`.
        unknown_documents: Judged pairs whose document the collection does not hold; they stay in, as
            trec_eval has it: such a document counts as missed.
        swapped: Whether the first two columns were found in the wrong order and turned round.
    """

    qrels: Qrels
    name: str = ""
    duplicates: int = 0
    conflicts: int = 0
    unknown_queries: int = 0
    unknown_documents: int = 0
    swapped: bool = False

    @property
    def graded(self) -> bool:
        """Whether there are grades above 1."""
        return any(grade > 1 for row in self.qrels.values() for grade in row.values())

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each kind of trouble, empty when there is none."""
        found = [
            (self.swapped, "the columns were query and document the wrong way round and were turned"),
            (self.duplicates, f"{self.duplicates:,} judgements stand there twice"),
            (self.conflicts, f"{self.conflicts:,} judgements contradict an earlier one; the last one counts"),
            (self.unknown_queries, f"{self.unknown_queries:,} judged queries have no text and are left out"),
            (
                self.unknown_documents,
                f"{self.unknown_documents:,} judgements name documents the collection does not hold; "
                "those count as missed",
            ),
        ]
        return tuple(sentence for present, sentence in found if present)


@dataclass(slots=True)
class _Reading:
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    duplicates: int = 0
    conflicts: int = 0

    def add(self, query: str, document: str, grade: int) -> None:
        row = self.rows.setdefault(query, {})
        if document in row:
            self.duplicates += row[document] == grade
            self.conflicts += row[document] != grade
        row[document] = grade


def read_qrels(path: Path, queries: Collection[str] | None = None) -> Judgements:
    """Read TREC (query, iteration, document, grade) or BEIR (query, document, grade; with a header) qrels.

    Args:
        path: The file, plain, `.gz` or `.zst`. A grade is a whole number; "1.0" is one, "0.5" is refused.
        queries: Known query ids. With them, columns in the wrong order are recognised and judged queries
            that are not among them are left out and counted.

    Raises:
        NotFoundError: When there is no such file.
        BadInputError: Names the first line that is no judgement; or when no judgement is left.
    """
    reading = _Reading()
    swapped = False
    for position, (number, columns) in enumerate(read_columns(path)):
        if position == 0 and (header := _header(columns)):
            swapped = header in _DOCUMENT_HEADERS
            continue
        query, document, grade = _judgement(path, number, columns)
        reading.add(*((document, query) if swapped else (query, document)), grade)
    if not reading.rows:
        raise BadInputError(f"{path} holds no judgement", _EXPECTED, "check the file")
    found = Judgements(reading.rows, path.stem, reading.duplicates, reading.conflicts, swapped=swapped)
    return found if queries is None else with_queries(found, queries)


def collected(rows: Iterable[tuple[str, str, int]], name: str) -> Judgements:
    """Return judgements from (query id, document id, grade), repeats and contradictions counted."""
    reading = _Reading()
    for query, document, grade in rows:
        reading.add(query, document, grade)
    return Judgements(reading.rows, name, reading.duplicates, reading.conflicts)


def with_queries(judgements: Judgements, queries: Collection[str]) -> Judgements:
    """Keep judgements of known queries; where none is known, try the columns the other way round.

    Raises:
        BadInputError: When no judged query is known either way.
    """
    known = {query: row for query, row in judgements.qrels.items() if query in queries}
    if not known:
        turned = _turned(judgements.qrels)
        known = {query: row for query, row in turned.items() if query in queries}
        if not known:
            example = next(iter(judgements.qrels))
            raise BadInputError(
                f"none of the {len(judgements.qrels):,} judged queries, such as {example[:80]!r}, has a text",
                "judgements of the queries given",
                "check that both files belong together",
            )
        judgements = replace(judgements, qrels=turned, swapped=not judgements.swapped)
    return replace(judgements, qrels=known, unknown_queries=len(judgements.qrels) - len(known))


_EXPECTED = "lines of query id, document id and grade (BEIR), or query id, 0, document id and grade (TREC)"


def _header(columns: list[str]) -> str:
    """Return the first column's name when this is a header: one that names columns and has no grade."""
    first = re.sub(r"[-_ ]", "", columns[0].lower())
    named = first in _QUERY_HEADERS or first in _DOCUMENT_HEADERS
    return first if named and not re.match(r"[+-]?[0-9.]", columns[-1]) else ""


def _judgement(path: Path, number: int, columns: list[str]) -> tuple[str, str, int]:
    if len(columns) not in (3, 4) or not columns[0] or not columns[-2]:
        raise _refused(path, number, columns, _EXPECTED, "put the columns in this order")
    whole = _WHOLE.fullmatch(columns[-1])
    if whole is None:
        raise _refused(
            path,
            number,
            columns,
            f"{_EXPECTED}; a grade is a whole number, and {columns[-1][:20]!r} is none",
            "put the columns in this order, or round the grades in the file",
        )
    return columns[0], columns[-2], int(whole[1])


def _refused(path: Path, number: int, columns: list[str], expected: str, todo: str) -> BadInputError:
    return BadInputError(f"line {number} of {path} is {' '.join(columns)[:80]!r}", expected, todo)


def _turned(qrels: Qrels) -> dict[str, dict[str, int]]:
    turned: dict[str, dict[str, int]] = {}
    for first, row in qrels.items():
        for second, grade in row.items():
            turned.setdefault(second, {})[first] = grade
    return turned
