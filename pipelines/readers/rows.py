"""Rows of a program: any mappings, such as those of a data base cursor or a data frame."""

from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any

from pipelines.readers.field_map import TITLE_FIELDS, FieldMap
from pipelines.readers.read_fields import read_fields
from pipelines.readers.reader import Located
from search_app.errors import BadInputError, UnavailableError
from search_app.records import Reject


class RowsReader:
    """Reads mappings as the JSON Lines reader reads objects, one at a time.

    Args:
        rows: The mappings; read once.
        name: What they are called in messages and in the collection's list of sources. A job that was
            killed goes on from where it was when it is run again with the same name.
        field_map: Which field is what, where the names do not say it.

    Raises:
        BadInputError: When these are no rows, such as one mapping, a text or a data frame.
    """

    name = "rows"
    presplit = False

    def __init__(
        self,
        rows: Iterable[Mapping[str, Any]],
        name: str = "rows",
        field_map: FieldMap = FieldMap(),  # noqa: B008  # frozen
    ) -> None:
        if (
            isinstance(rows, str | bytes | Mapping)
            or not isinstance(rows, Iterable)
            or hasattr(rows, "columns")  # a data frame would yield their names
        ):
            raise BadInputError(
                f"rows of type {type(rows).__name__}",
                "an iterable of mappings, one for each document",
                'pass a list, a cursor or a generator; of a data frame its frame.to_dict("records")',
            )
        self.source = name
        self.mapping: FieldMap | None = None
        self._rows, self._map = rows, field_map
        self._total = len(rows) if isinstance(rows, Sized) else 0
        self._read = 0

    @property
    def fraction(self) -> float:
        """Share of the rows read so far; 0 while it is not known how many there are."""
        return self._read / self._total if self._total else 0.0

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`.

        Raises:
            UnavailableError: When the program that yields the rows fails; its error is the cause.
        """
        for row in self._given():
            self._read += 1
            yield self._read_row(row)

    def _given(self) -> Iterator[Any]:
        """Yield the rows; what their program raises would pass for an error of the collection's disk."""
        try:
            yield from self._rows
        except Exception as error:
            raise UnavailableError(
                f"{self.source} ended after row {self._read} with {type(error).__name__} ({error})",
                "rows to the end",
                "mend what yields them and ingest again: it goes on where it stopped",
            ) from error

    def _read_row(self, row: Any) -> Located | Reject:
        position = f"{self.source}:{self._read}"
        if not isinstance(row, Mapping):
            return Reject(position, f"the row is of type {type(row).__name__}, not a mapping of fields")
        unnamed = next((name for name in row if not isinstance(name, str)), None)
        if unnamed is not None:
            return Reject(position, f"the field {unnamed!r} has no name of text")
        read = read_fields(row, self._map, position, self._read)
        if isinstance(read, Located):
            self.mapping = self.mapping or self._map.resolved(list(row), TITLE_FIELDS[:1])
        return read
