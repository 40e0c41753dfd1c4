"""JSON Lines: one object per line, plain, `.gz`, `.zst` or from standard input."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.field_map import TITLE_FIELDS, FieldMap
from pipelines.readers.json_object import parse_object
from pipelines.readers.lines import LineFile
from pipelines.readers.read_fields import read_fields
from pipelines.readers.reader import Located
from search_app.records import Reject


class JsonlReader:
    """Reads `_id`/`id`, `title`, `text`/`contents`/`paragraphs` and `metadata`; other fields become metadata.

    Args:
        path: The file, or `-` for standard input.
        field_map: Which field is what, where the names do not say it.
    """

    name = "jsonl"
    presplit = False

    def __init__(self, path: Path, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        self._lines = LineFile(path)
        self._map = field_map
        self.mapping: FieldMap | None = None
        self.source = self._lines.source

    @property
    def fraction(self) -> float:
        """Share of the file's bytes read so far."""
        return self._lines.fraction

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`. Blank lines are passed over."""
        for number, line in self._lines:
            if line is None or line.strip():
                yield self._read_line(number, line)

    def _read_line(self, number: int, line: bytes | None) -> Located | Reject:
        position = f"{self._lines.label}:{number}"
        if line is None:
            return Reject(position, "the line is too long")
        try:
            fields = parse_object(line)
        except ValueError as error:
            return Reject(position, str(error))
        read = read_fields(fields, self._map, position, number)
        if isinstance(read, Located):
            self.mapping = self.mapping or self._map.resolved(list(fields), TITLE_FIELDS[:1])
        return read
