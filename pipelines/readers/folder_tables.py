"""Tables that lie in a folder of documents: their rows become documents beside the files."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from pipelines.readers.arrow_table import SUFFIXES as ARROW
from pipelines.readers.arrow_table import ArrowTableReader
from pipelines.readers.csv_table import CsvTableReader
from pipelines.readers.jsonl import JsonlReader
from pipelines.readers.reader import Located, Reader
from search_app.errors import SearchAppError
from search_app.parsing.plain_text import parse_text
from search_app.records import Document, Reject
from search_app.text.byte_stream import PACKED, unpacked_suffix

_READERS: Mapping[str, Callable[[Path], Reader]] = {
    **dict.fromkeys((".csv", ".tsv"), CsvTableReader),
    **dict.fromkeys((".jsonl", ".ndjson", ".json"), JsonlReader),
    **dict.fromkeys(ARROW, ArrowTableReader),
}
_TRIED = 20
"""Rows that are looked at before a file is taken for something else."""

_ADVICE = "ingest it by itself with --map text=COLUMN"
_MOST_AS_TEXT = 1_000_000


def is_table(path: Path) -> bool:
    """True for a table or JSON, packed or not."""
    return _suffix(path) in _READERS


def table_rows(path: Path, name: str) -> Iterator[Located | Reject]:
    """Yield the rows, each with an id that begins with the file; JSON that holds no documents is one itself.

    A file without a column for the text is refused as a whole, with what to do.

    Args:
        path: The file.
        name: Its path below the folder, as text.
    """
    rows = _rows(path)
    head: list[Located | Reject] = []
    try:
        for item in islice(rows, _TRIED):
            head.append(item)
            if isinstance(item, Located):
                break
        if any(isinstance(item, Located) for item in head):
            yield from map(partial(_within, name=name), head)
            yield from map(partial(_within, name=name), rows)
            return
    except SearchAppError as error:
        # Without an id: rows that were read from it before are not taken for vanished.
        yield Reject(name, f"{error.given}; {_ADVICE}")
        return
    reasons = [item.reason for item in head if isinstance(item, Reject) and item.kind == "refused"]
    reason = reasons[0] if reasons else "it has no rows"
    if path.suffix.lower() == ".json" and not reason.startswith(("not JSON", "the file ends")):
        yield _as_text(path, name)
    else:
        yield Reject(name, f"{reason}; {_ADVICE}" if reason.startswith("no text") else reason)


def _suffix(path: Path) -> str:
    suffix = unpacked_suffix(path) or path.suffix.lower()
    packed = path.suffix.lower() in PACKED
    return "" if packed and suffix in ARROW else suffix


def _rows(path: Path) -> Iterator[Located | Reject]:
    return iter(_READERS[_suffix(path)](path).read())


def _within(item: Located | Reject, name: str) -> Located | Reject:
    """Return an item as one of the folder: ids of two tables may be the same."""
    line = item.position.partition(":")[2]
    position = f"{name}:{line}" if line else name
    if isinstance(item, Reject):
        identifier = None if item.document_id is None else f"{name}#{item.document_id}"
        return replace(item, position=position, document_id=identifier)
    document = item.document
    return Located(
        Document(f"{name}#{document.id}", document.title, document.text, {"file": name, **document.metadata}),
        position,
    )


def _as_text(path: Path, name: str) -> Located | Reject:
    """Return a JSON file that holds no documents, such as settings, as the text it is."""
    try:
        if path.stat().st_size > _MOST_AS_TEXT:
            raise ValueError(f"JSON without documents in it; {_ADVICE}")
        text = parse_text(path.read_bytes()).text
        if not text.strip():
            raise ValueError("no text: the file is empty")
    except (OSError, ValueError) as error:
        return Reject(name, str(error), name)
    return Located(Document(name, path.stem.replace("_", " "), text, {"file": name}), name)
