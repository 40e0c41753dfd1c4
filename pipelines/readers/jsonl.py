"""JSON Lines: one object per line, `.jsonl` or `.jsonl.gz`."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.fields import ID_FIELDS, document_from, document_id, find_field
from pipelines.readers.json_object import parse_object
from pipelines.readers.lines import LineFile
from pipelines.readers.reader import Located
from search_app.records import Reject


class JsonlReader:
    """Reads `_id`/`id`, `title`, `text`/`contents` and `metadata`; further fields become metadata.

    Args:
        path: The file.
    """

    name = "jsonl"
    presplit = False

    def __init__(self, path: Path) -> None:
        self.source = str(path.resolve())
        self._lines = LineFile(path)

    @property
    def fraction(self) -> float:
        """Share of the file's bytes read so far."""
        return self._lines.fraction

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`. Blank lines are passed over."""
        for number, line in self._lines:
            if line is None or line.strip():
                yield _read_line(f"{self._lines.path.name}:{number}", line)


def _read_line(position: str, line: bytes | None) -> Located | Reject:
    if line is None:
        return Reject(position, "the line is too long")
    try:
        fields = parse_object(line)
    except ValueError as error:
        return Reject(position, str(error))
    try:
        return Located(document_from(fields), position)
    except ValueError as error:
        return Reject(position, str(error), _id_or_none(fields))


def _id_or_none(fields: dict[str, object]) -> str | None:
    id_field = find_field(fields, ID_FIELDS)
    try:
        return document_id(fields[id_field]) if id_field else None
    except ValueError:
        return None
