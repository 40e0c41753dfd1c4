"""Tables: `.csv` and `.tsv`, also packed or from standard input, with a header row (RFC 4180)."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from pipelines.readers.field_map import ROW_HASH, TITLE_FIELDS, FieldMap
from pipelines.readers.fields import document_from
from pipelines.readers.lines import MAX_LINE_BYTES
from pipelines.readers.read_fields import id_or_none
from pipelines.readers.reader import Located
from pipelines.readers.row_hash import NOTE, RowHashes
from pipelines.readers.table_columns import resolve_columns
from pipelines.readers.table_dialect import SAMPLE_LINES, TableDialect, sniff
from pipelines.readers.table_records import Record, TableRecords
from pipelines.readers.text_lines import TextLines
from search_app.errors import BadInputError
from search_app.filters.number_text import plain_number
from search_app.records import Reject

_SAMPLE_CHARACTERS = 1 << 20
_END_OF_FILE = "\x1a"
"""Ends text files of DOS."""


class CsvTableReader:
    """Reads id, title and text from columns of the usual names; the other columns become metadata.

    Encoding, separator and quoting are found out from the file. Numbers in their plain form become numbers,
    so that ranges can be filtered; `007` and `1.10` stay as they are written. A table without a column for
    the id gets ids from its rows' content.

    Args:
        path: The file, or `-` for standard input.
        field_map: Which column is what, where the names do not say it.
    """

    name = "csv"
    presplit = False

    def __init__(self, path: Path, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        self._lines = TextLines(path)
        self._map = field_map
        self.mapping: FieldMap | None = None
        self.source = self._lines.source
        self._usual = "\t" if ".tsv" in map(str.lower, path.suffixes) else ","
        self._nuls = self._kept_quotes = self._blank = 0

    @property
    def fraction(self) -> float:
        """Share of the file's bytes read so far."""
        return self._lines.fraction

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`.

        Raises:
            BadInputError: When the header cannot be read or has no column for the text; names the columns.
        """
        csv.field_size_limit(MAX_LINE_BYTES)
        lines = self._clean_lines()
        sample = _sample(lines)
        dialect = sniff([line or "" for _, line in sample], self._usual, self._map.asked())
        lines = islice(chain(sample, lines), dialect.skip, None)
        table = TableRecords(lines, dialect)
        records = table.records()
        header = next(records, None)
        if header is None:
            return
        names, notes = self._header(header)
        self.mapping = columns = resolve_columns(self._lines.label, names, self._map, hashed=True)
        table.expect(len(names), names.index(columns.id) if columns.id in names else None)
        yield from self._notes(dialect, columns, notes)
        with closing(RowHashes()) as hashes:
            for number, record in enumerate(records, start=1):
                if not record.fault and not any(map(str.strip, record.cells)):
                    self._blank += 1
                    continue
                if not dialect.quoted:
                    self._kept_quotes += sum(cell[:1] == cell[-1:] == '"' for cell in record.cells)
                whole = replace(record, cells=_fitted(record.cells, len(names), dialect.delimiter))
                yield self._row(whole, names, columns, number, hashes)
        if self._nuls:
            left = "1 NUL character was" if self._nuls == 1 else f"{self._nuls:,} NUL characters were"
            yield self._note(f"{left} left out")
        if self._blank:
            rows = "1 row has" if self._blank == 1 else f"{self._blank:,} rows have"
            yield self._note(f"{rows} nothing but empty cells and became no document")
        if self._kept_quotes:
            yield self._note(f"{self._kept_quotes:,} cells stand in quotes, which were kept as letters")

    def _row(
        self, record: Record, names: Sequence[str], columns: FieldMap, number: int, hashes: RowHashes
    ) -> Located | Reject:
        position = f"{self._lines.label}:{record.line}"
        if record.fault:
            return Reject(position, record.fault)
        row = record.cells
        identifier: int | str = number
        if columns.id == ROW_HASH:
            identifier = hashes.id_of(dict(zip(names, row, strict=False)))
        return _read_row(columns, names, row, position, identifier)

    def _header(self, header: Record) -> tuple[list[str], list[str]]:
        """Return the columns' names, each one once, and what was changed about them."""
        if header.fault or any("\udc80" <= sign <= "\udcff" for cell in header.cells for sign in cell):
            why = header.fault or "it is not text"
            raise BadInputError(
                f"the header of {self._lines.label} cannot be read ({why})",
                "names of columns in the first line",
                "mend the first line",
            )
        names: list[str] = []
        notes: list[str] = []
        times: Counter[str] = Counter()
        for number, name in enumerate((cell.strip() for cell in header.cells), start=1):
            called = name or f"column_{number}"
            times[called] += 1
            while called in names or (times[called] > 1 and called == name):
                called = f"{name or 'column'}_{max(times[name or called], 2)}"
                times[name] += 1
            if not name:
                notes.append(f"column {number} has no name and is called {called}")
            elif called != name:
                notes.append(f"two columns are called {name}; column {number} is called {called}")
            names.append(called)
        return names, notes

    def _notes(self, dialect: TableDialect, columns: FieldMap, notes: list[str]) -> Iterator[Reject]:
        said = [self._lines.note, dialect.note(self._usual), *notes]
        if columns.id == ROW_HASH and self._map.id is None:
            said.append(NOTE)
        yield from (self._note(text) for text in said if text)

    def _note(self, text: str) -> Reject:
        return Reject(self._lines.label, text, kind="note")

    def _clean_lines(self) -> Iterator[tuple[int, str | None]]:
        for number, line in self._lines:
            if line and "\0" in line:
                self._nuls += line.count("\0")
                line = line.replace("\0", "")
            if line != _END_OF_FILE:
                yield number, line


def _fitted(row: Sequence[str], columns: int, delimiter: str) -> Sequence[str]:
    """Return a row without empty cells beyond the header; a table of one column has no separators."""
    if len(row) > columns == 1:
        return [delimiter.join(row)]
    return row[:columns] if not any(map(str.strip, row[columns:])) else row


def _sample(lines: Iterator[tuple[int, str | None]]) -> list[tuple[int, str | None]]:
    sample: list[tuple[int, str | None]] = []
    length = 0
    while len(sample) < SAMPLE_LINES and length < _SAMPLE_CHARACTERS and (line := next(lines, None)):
        sample.append(line)
        length += len(line[1] or "")
    while sample and sample[0][1] is not None and not sample[0][1].strip():
        sample.pop(0)
    return sample


def _read_row(
    columns: FieldMap, names: Sequence[str], row: Sequence[str], position: str, identifier: int | str
) -> Located | Reject:
    # Cells beyond the header are dropped here and refused below; the id may be readable all the same.
    cells: dict[str, Any] = dict(zip(names, row, strict=False))
    try:
        if len(row) != len(names):
            raise ValueError(f"{len(row)} cells, the header has {len(names)}")
        said = {columns.id, *(columns.title or ()), *(columns.text or ())}
        said |= {field.name for field in columns.metadata or () if field.kind != "auto"}
        values = {name: cells[name] if name in said else _typed(cells[name]) for name in names}
        return Located(document_from(values, columns, identifier, TITLE_FIELDS), position)
    except ValueError as error:
        # Without all its cells a row has no hash that it could be known by again.
        hashed = str(identifier) if columns.id == ROW_HASH and len(row) == len(names) else None
        return Reject(position, str(error), hashed or id_or_none(cells, columns))


def _typed(cell: str) -> str | int | float | None:
    number = plain_number(cell)
    return (cell or None) if number is None else number
