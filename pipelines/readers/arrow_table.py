"""Tables of Apache Arrow: `.parquet`, and `.arrow`, `.feather` and `.ipc` as file or stream."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.readers.field_map import FieldMap
from pipelines.readers.folder_files import folder_files, place
from pipelines.readers.read_fields import read_fields
from pipelines.readers.reader import Located
from pipelines.readers.table_columns import resolve_columns
from search_app.errors import BadInputError, first_line
from search_app.records import Reject

if TYPE_CHECKING:
    import pyarrow

SUFFIXES = (".parquet", ".arrow", ".feather", ".ipc")
_ROWS = 256


class ArrowTableReader:
    """Reads id, title and text from columns of the usual names; the other columns become metadata.

    Dates and times become days, decimals become numbers; a few rows are held at a time.

    Args:
        path: The file, or a folder of them, such as the shards of a data set.
        field_map: Which column is what, where the names do not say it.

    Raises:
        BadInputError: When there is no such file in the folder.
    """

    name = "arrow"
    presplit = False

    def __init__(self, path: Path, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        self.source = str(path.resolve())
        self._files = table_files(path)
        if not self._files:
            raise BadInputError(f"{path} holds no table", f"files that end in {', '.join(SUFFIXES)}")
        self._root, self._map = path if path.is_dir() else path.parent, field_map
        self._whole_folder = path.is_dir()
        self.mapping: FieldMap | None = None
        self._fraction = 0.0

    @property
    def fraction(self) -> float:
        """Share of the files read so far, of the last by its rows; a stream does not say how many it has."""
        return self._fraction

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`.

        Raises:
            BadInputError: When a file is damaged, or has no column for the id or the text.
        """
        rows = 0
        for index, path in enumerate(self._files):
            for number, total, item in self._read_file(path, rows):
                rows += 1
                self._fraction = (index + (number / total if total else 0.0)) / len(self._files)
                yield item
        yield from self._others()
        self._fraction = 1.0

    def _others(self) -> Iterator[Reject]:
        """Yield what lies beside the tables."""
        for entry in folder_files(self._root) if self._whole_folder else ():
            if isinstance(entry, Reject):
                yield entry
            elif entry.is_symlink():
                yield Reject(place(self._root, entry), "a symbolic link, which is not followed")
            elif not _is_table(entry):
                group = entry.suffix.lower() or "no suffix"
                yield Reject(place(self._root, entry), "no table", None, "left out", group)

    def _read_file(self, path: Path, before: int) -> Iterator[tuple[int, int, Located | Reject]]:
        """Yield (number of the row in the file, number of rows or 0, what it became)."""
        import pyarrow

        number, name = 0, path.relative_to(self._root).as_posix()
        try:
            for batch, total in _batches(path):
                self.mapping = columns = resolve_columns(name, batch.schema.names, self._map)
                for row in _rows(batch):
                    number += 1
                    yield number, total, _read_row(columns, row, f"{name}:{number}", before + number)
        except (OSError, pyarrow.ArrowException) as error:
            raise BadInputError(
                f"{path} cannot be read past row {number} ({first_line(error, None)})",
                "a whole Parquet or Arrow file",
                "fetch or write it again",
            ) from error


def table_files(path: Path) -> list[Path]:
    """Return the tables below a folder, sorted by path, links left out; or the file itself."""
    if not path.is_dir():
        return [path]
    found = (entry for entry in folder_files(path) if isinstance(entry, Path) and _is_table(entry))
    return sorted(file for file in found if file.is_file() and not file.is_symlink())


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _batches(path: Path) -> Iterator[tuple["pyarrow.RecordBatch", int]]:
    """Yield record batches and the number of rows in the file, 0 when unknown."""
    import pyarrow

    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet

        # Buffered reading holds pages, not whole row groups.
        with pyarrow.parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20) as table:
            for batch in table.iter_batches(batch_size=_ROWS):
                yield batch, table.metadata.num_rows
        return
    with pyarrow.memory_map(str(path)) as mapped:
        try:
            table = pyarrow.ipc.open_file(mapped)
        except pyarrow.ArrowInvalid:
            mapped.seek(0)
            yield from ((batch, 0) for batch in pyarrow.ipc.open_stream(mapped))
            return
        for index in range(table.num_record_batches):
            yield table.get_batch(index), 0


def _rows(batch: "pyarrow.RecordBatch") -> Iterator[dict[str, Any] | ValueError]:
    for start in range(0, batch.num_rows, _ROWS):
        piece = batch.slice(start, _ROWS)
        try:
            yield from piece.to_pylist()
        except ValueError:
            yield from map(_row, (piece.slice(index, 1) for index in range(piece.num_rows)))


def _row(row: "pyarrow.RecordBatch") -> dict[str, Any] | ValueError:
    """Return one row, or what is wrong with it: text in a column may be no UTF-8."""
    try:
        return dict(row.to_pylist()[0])
    except UnicodeDecodeError as error:
        return ValueError(f"not UTF-8 at byte {error.start + 1} of a cell")
    except ValueError as error:
        return error


def _read_row(
    columns: FieldMap, row: dict[str, Any] | ValueError, position: str, number: int
) -> Located | Reject:
    if isinstance(row, ValueError):
        return Reject(position, str(row))
    return read_fields(row, columns, position, number)
