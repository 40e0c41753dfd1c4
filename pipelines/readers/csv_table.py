"""Tables: `.csv` and `.tsv`, also gzipped, with a header row (RFC 4180)."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from pipelines.readers.fields import ID_FIELDS, TEXT_FIELDS, TITLE_FIELDS, build_document, find_field
from pipelines.readers.lines import MAX_LINE_BYTES, LineFile
from pipelines.readers.reader import Located
from search_app.errors import BadInputError
from search_app.records import MetadataValue, Reject

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,15})(\.\d{1,15})?")


class CsvTableReader:
    """Reads id, title and text from columns of the usual names; the other columns become metadata.

    Args:
        path: The file.
    """

    name = "csv"
    presplit = False

    def __init__(self, path: Path) -> None:
        self.source = str(path.resolve())
        self._lines = LineFile(path)
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
        columns = _Columns(self._lines.path, header)
        while True:
            position = f"{self._lines.path.name}:{rows.line_num + 1}"
            try:
                row = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Reject(position, f"not a row of the table: {error}")
                continue
            if row:
                yield _read_row(columns, row, position)

    def _decoded(self) -> Iterator[str]:
        for _, line in self._lines:
            # What is not UTF-8 becomes lone surrogates, which the field checks refuse row by row.
            yield (line or b"").decode("utf-8", errors="surrogateescape") + "\n"


class _Columns:
    """Which column is what."""

    def __init__(self, path: Path, header: Sequence[str]) -> None:
        self.names = [name.strip() for name in header]
        self.id = find_field(self.names, ID_FIELDS)
        self.text = find_field(self.names, TEXT_FIELDS)
        self.title = find_field(self.names, TITLE_FIELDS)
        for what, found, wanted in (("id", self.id, ID_FIELDS), ("text", self.text, TEXT_FIELDS)):
            if found is None:
                raise BadInputError(
                    f"{path} has no column for the {what}; its columns are {', '.join(self.names)}",
                    f"one named {' or '.join(wanted)}",
                    "rename the column",
                )


def _read_row(columns: _Columns, row: Sequence[str], position: str) -> Located | Reject:
    cells = dict(zip_longest(columns.names, row[: len(columns.names)], fillvalue=""))
    identifier = cells.pop(columns.id or "")
    try:
        if len(row) != len(columns.names):
            raise ValueError(f"{len(row)} cells, the header has {len(columns.names)}")
        text = cells.pop(columns.text or "")
        title = cells.pop(columns.title) if columns.title else ""
        metadata = {name: _typed(value) for name, value in cells.items() if value}
        return Located(build_document(identifier, title, text, metadata), position)
    except ValueError as error:
        return Reject(position, str(error), identifier if identifier.isprintable() and identifier else None)


def _typed(cell: str) -> MetadataValue:
    """Numbers in their plain form become numbers, so that ranges can be filtered; `007` stays a keyword."""
    if not _NUMBER.fullmatch(cell):
        return cell
    return float(cell) if "." in cell else int(cell)
