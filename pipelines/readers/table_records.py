"""Rows of a text table; a quote that is not closed costs its own line and none of those after it."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.readers.lines import MAX_LINE_BYTES
from pipelines.readers.table_dialect import TableDialect

_Line = tuple[int, str | None]
_UNCLOSED = "a quote that is opened here is not closed; the lines after it are read by themselves"


@dataclass(frozen=True, slots=True)
class Record:
    """A row, or why there is none.

    Attributes:
        line: Number of its first line.
        cells: Its cells; empty when there is a fault.
        fault: One sentence, or None.
    """

    line: int
    cells: Sequence[str]
    fault: str | None = None


class TableRecords:
    """Reads rows that may span lines.

    Args:
        lines: (number, line or None for one that is too long).
        dialect: How cells are written.
    """

    def __init__(self, lines: Iterator[_Line], dialect: TableDialect) -> None:
        self._lines, self._waiting = lines, deque[_Line]()
        self._taken: list[_Line] = []
        self._length = 0
        self._dialect = dialect
        self._reader = csv.reader(self, **dialect.options())
        self._columns: int | None = None
        self._id_column: int | None = None

    def expect(self, columns: int, id_column: int | None) -> None:
        """Say how many cells a row has and which is the id: a row of several lines is checked by them."""
        self._columns, self._id_column = columns, id_column

    def __iter__(self) -> "TableRecords":
        return self

    def __next__(self) -> str:
        """Return the next line for the CSV reader."""
        number, line = self._waiting.popleft() if self._waiting else next(self._lines)
        self._taken.append((number, line))
        self._length += len(line or "")
        if line is None or self._length > MAX_LINE_BYTES:
            raise csv.Error("the line is too long")
        return f"{line}\n"

    def records(self) -> Iterator[Record]:
        """Yield the rows in order; blank lines are passed over."""
        while True:
            self._taken, self._length = [], 0
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._fault(str(error))
                continue
            if len(self._taken) > 1 and (why := self._swallowed(cells)):
                yield self._fault(why)
            elif cells:
                yield Record(self._taken[0][0], cells)

    def _fault(self, why: str) -> Record:
        """Return the fault of the first line and put the others back."""
        (number, _), *others = self._taken
        self._waiting.extendleft(reversed(others))
        if others:
            return Record(number, (), _UNCLOSED)
        if "too long" in why:
            return Record(number, (), why)
        said = _UNCLOSED if "end of data" in why else f"not a row of the table: {why}"
        return Record(number, (), said)

    def _swallowed(self, cells: Sequence[str]) -> str | None:
        """Return a word when a row of several lines looks like several rows, or does not fit the header."""
        if self._columns is None:
            return None
        if len(cells) != self._columns:
            return "it does not fit the header"
        if self._id_column is None:
            return None
        shape = _shape(cells[self._id_column])
        later = [(line or "").split(self._dialect.delimiter) for _, line in self._taken[1:]]
        alike = all(
            len(row) == self._columns and _shape(row[self._id_column].strip('"')) == shape for row in later
        )
        return "its lines are rows" if alike and "0" in shape else None


def _shape(cell: str) -> str:
    """Return what an id looks like: digits and letters by kind, other characters as they are."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "0", cell.strip()))
