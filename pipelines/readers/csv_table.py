"""Tables: `.csv` and `.tsv`, also packed or from standard input, with a header row (RFC 4180)."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines.readers.field_map import TITLE_FIELDS, FieldMap
from pipelines.readers.fields import document_from
from pipelines.readers.lines import MAX_LINE_BYTES, LineFile
from pipelines.readers.read_fields import id_or_none
from pipelines.readers.reader import Located
from pipelines.readers.table_columns import resolve_columns
from search_app.filters.number_text import plain_number
from search_app.records import Reject


class CsvTableReader:
    """Reads id, title and text from columns of the usual names; the other columns become metadata.

    Numbers in their plain form become numbers, so that ranges can be filtered; `007` and `1.10` stay as
    they are written.

    Args:
        path: The file, or `-` for standard input.
        field_map: Which column is what, where the names do not say it.
    """

    name = "csv"
    presplit = False

    def __init__(self, path: Path, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        self._lines = LineFile(path)
        self._map = field_map
        self.mapping: FieldMap | None = None
        self.source = self._lines.source
        self._dialect = "excel-tab" if ".tsv" in path.suffixes else "excel"

    @property
    def fraction(self) -> float:
        """Share of the file's bytes read so far."""
        return self._lines.fraction

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`.

        Raises:
            BadInputError: When the header has no column for the id or the text; names the columns there are.
        """
        csv.field_size_limit(MAX_LINE_BYTES)
        rows = csv.reader(self._decoded(), dialect=self._dialect, strict=True)
        header = next(rows, None)
        if header is None:
            return
        names = [name.strip() for name in header]
        self.mapping = columns = resolve_columns(self._lines.label, names, self._map)
        for number, (position, row) in enumerate(self._rows(rows), start=1):
            if isinstance(row, csv.Error):
                yield Reject(position, f"not a row of the table: {row}")
            elif row:
                yield _read_row(columns, names, row, position, number)

    def _rows(self, rows: Any) -> Iterator[tuple[str, Sequence[str] | csv.Error]]:
        while True:
            position = f"{self._lines.label}:{rows.line_num + 1}"
            try:
                yield position, next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield position, error

    def _decoded(self) -> Iterator[str]:
        for _, line in self._lines:
            # What is not UTF-8 becomes lone surrogates, which the field checks refuse row by row. A line that
            # is too long comes as one cell that no header fits.
            yield ("\udcff" if line is None else line.decode("utf-8", errors="surrogateescape")) + "\n"


def _read_row(
    columns: FieldMap, names: Sequence[str], row: Sequence[str], position: str, number: int
) -> Located | Reject:
    # Cells beyond the header are dropped here and refused below; the id may be readable all the same.
    cells: dict[str, Any] = dict(zip(names, row, strict=False))
    try:
        if row == ["\udcff"]:
            raise ValueError("the line is too long")
        if len(row) != len(names):
            raise ValueError(f"{len(row)} cells, the header has {len(names)}")
        said = {columns.id, *(columns.title or ()), *(columns.text or ())}
        said |= {field.name for field in columns.metadata or () if field.kind != "auto"}
        values = {name: cells[name] if name in said else _typed(cells[name]) for name in names}
        return Located(document_from(values, columns, number, TITLE_FIELDS), position)
    except ValueError as error:
        return Reject(position, str(error), id_or_none(cells, columns))


def _typed(cell: str) -> str | int | float | None:
    number = plain_number(cell)
    return (cell or None) if number is None else number
