"""JSON: an object per line, a list of objects, or objects that span lines; also packed; streamed."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipelines.readers.field_map import ID_FIELDS, ROW_HASH, TEXT_FIELDS, TITLE_FIELDS, FieldMap, find_field
from pipelines.readers.json_form import json_form
from pipelines.readers.json_object import parse_object
from pipelines.readers.json_values import json_values
from pipelines.readers.lines import LineFile
from pipelines.readers.read_fields import read_fields
from pipelines.readers.reader import Located
from pipelines.readers.row_hash import NOTE, RowHashes
from pipelines.readers.text_lines import TextLines, encoding_of_stream
from search_app.records import Reject

_DEEPEST = 3
"""Objects around the list of documents, as answers of servers have them."""

_Value = tuple[int, Mapping[str, Any] | str]
"""Number of the line, and an object or what is wrong with it."""


class JsonlReader:
    """Reads `_id`/`id`, `title`, `text`/`contents`/`paragraphs` and `metadata`; other fields become metadata.

    A file whose first object has no id gets ids by content where one is missing.

    Args:
        path: The file, or `-` for standard input.
        field_map: Which field is what, where the names do not say it.
    """

    name = "jsonl"
    presplit = False

    def __init__(self, path: Path, field_map: FieldMap = FieldMap()) -> None:  # noqa: B008  # frozen
        self._lines, self._text = LineFile(path), TextLines(path)
        self._map = field_map
        self._hashed: bool | None = field_map.id == ROW_HASH or None
        self.mapping: FieldMap | None = None
        self.source = self._lines.source

    @property
    def fraction(self) -> float:
        """Share of the file's bytes read so far."""
        return max(self._lines.fraction, self._text.fraction)

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; see `pipelines.readers.reader.Reader`. Blank lines are passed over."""
        with closing(RowHashes()) as hashes:
            for number, value in self._values():
                if isinstance(value, str):
                    yield Reject(f"{self._lines.label}:{number}", value)
                    continue
                if self._hashed is None:
                    self._hashed = self._map.id is None and find_field(value, ID_FIELDS) is None
                    if self._hashed:
                        yield Reject(self._lines.label, NOTE, kind="note")
                yield self._document(number, value, hashes)
        if self._text.note:
            yield Reject(self._lines.label, self._text.note, kind="note")

    def _document(self, number: int, fields: Mapping[str, Any], hashes: RowHashes) -> Located | Reject:
        names, row = self._map, number if self._map.id != ROW_HASH else hashes.id_of(fields)
        if self._hashed and self._map.id is None and find_field(fields, ID_FIELDS) is None:
            names, row = replace(self._map, id=ROW_HASH), hashes.id_of(fields)
        read = read_fields(fields, names, f"{self._lines.label}:{number}", row)
        if isinstance(read, Located):
            self.mapping = self.mapping or names.resolved(list(fields), TITLE_FIELDS[:1])
        return read

    def _values(self) -> Iterator[_Value]:
        head = self._text.head()
        encoding = encoding_of_stream(iter([head]))
        wide = encoding.codec.startswith(("utf-16", "utf-32"))
        form = json_form(head.decode(encoding.codec, errors="ignore"))
        if form != "lines":
            yield from self._spanning(form == "list")
        elif wide:
            for number, text in self._text:
                if text is None or text.strip():
                    yield from self._line(
                        number, None if text is None else text.encode("utf-8", "surrogatepass")
                    )
        else:
            for number, line in self._lines:
                if line is None or line.strip():
                    yield from self._line(number, line)

    def _line(self, number: int, line: bytes | None) -> Iterator[_Value]:
        if line is None:
            yield number, "the line is too long"
            return
        try:
            yield from ((number, value) for value in self._unwrapped(parse_object(line), number == 1))
        except ValueError as error:
            values = _one_after_another(line) if "Extra data" in str(error) else None
            yield from ((number, value) for value in values or [str(error)])

    def _spanning(self, in_list: bool) -> Iterator[_Value]:
        first = True
        for number, text, fault in json_values(self._text.pieces(), in_list):
            if text is None:
                yield number, fault or "not JSON"
                continue
            try:
                fields = parse_object(text.encode("utf-8", errors="surrogatepass"), "of the value")
                yield from ((number, value) for value in self._unwrapped(fields, first and not in_list))
            except ValueError as error:
                yield number, str(error)
            first = False

    def _unwrapped(self, fields: dict[str, Any], first: bool) -> list[Mapping[str, Any] | str]:
        """Return the objects within an object that is no document but holds one list of them."""
        if not first or self._map.text is not None or find_field(fields, TEXT_FIELDS) is not None:
            return [fields]
        if fields and all(
            isinstance(value, dict) and find_field(value, TEXT_FIELDS) for value in fields.values()
        ):
            return [
                value if find_field(value, ID_FIELDS) else {"id": key, **value}
                for key, value in fields.items()
            ]
        lists = list(_lists_of_objects(fields, _DEEPEST))
        return list(lists[0]) if len(lists) == 1 else [fields]


def _lists_of_objects(fields: Mapping[str, Any], depth: int) -> Iterator[list[Any]]:
    for value in fields.values():
        if isinstance(value, dict) and depth:
            yield from _lists_of_objects(value, depth - 1)
        elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
            yield value


def _one_after_another(line: bytes) -> list[Mapping[str, Any] | str] | None:
    """Return the objects of a line that holds several, or None when it holds anything else."""
    found: list[Mapping[str, Any] | str] = []
    for number, text, _ in json_values([line.decode("utf-8", errors="replace")], False):
        if text is None:
            return None
        try:
            found.append(parse_object(text.encode("utf-8", errors="surrogatepass")))
        except ValueError as error:
            found.append(f"object {len(found) + 1} of line {number}: {error}")
    return found or None
