"""JSON Lines: one object per line, plain, `.gz`, `.zst` or from standard input."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.field_map import ID_FIELDS, TITLE_FIELDS, FieldMap, find_field
from pipelines.readers.fields import document_from, document_id
from pipelines.readers.json_object import parse_object
from pipelines.readers.lines import LineFile
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
        try:
            document = document_from(fields, self._map, number)
            self.mapping = self.mapping or self._map.resolved(list(fields), TITLE_FIELDS[:1])
            return Located(document, position)
        except ValueError as error:
            return Reject(position, str(error), id_or_none(fields, self._map))


def id_or_none(fields: dict[str, object], field_map: FieldMap) -> str | None:
    """Return the id of an object that is refused, when it can be read."""
    name = field_map.id or find_field(fields, ID_FIELDS)
    try:
        return document_id(fields[name]) if name and name in fields else None
    except ValueError:
        return None
