"""Reading the documents with our own readers, as `search-app ingest` does."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hard.document import HardDocument
from pipelines.readers.detect import open_source
from pipelines.readers.reader import Located
from search_app.errors import BadInputError
from search_app.parsing import MEDIA_TYPES, Parser
from search_app.parsing.failure import UnreadableFileError


@dataclass(frozen=True, slots=True)
class Read:
    """What came out of a document.

    Attributes:
        title: Its title; of a table the one of its first row.
        text: Title, text and metadata.
        seconds: How long it took.
        notes: What was said about it.
    """

    title: str | None
    text: str
    seconds: float
    notes: tuple[str, ...] = ()


def read_ours(documents: Sequence[HardDocument], folder: Path) -> Iterator[Read]:
    """Write each document below the folder and yield what is read of it; what is refused has no text."""
    with Parser() as parser:
        for document in documents:
            path = folder / document.name
            path.write_bytes(document.content)
            started = time.perf_counter()
            title, text, notes = _parsed(parser, path) if path.suffix in MEDIA_TYPES else _rows(path)
            yield Read(title, text, time.perf_counter() - started, notes)


def _parsed(parser: Parser, path: Path) -> tuple[str | None, str, tuple[str, ...]]:
    try:
        found = parser.parse(path)
    except UnreadableFileError as error:
        return None, "", (str(error),)
    return found.title, f"{found.title}\n{found.text}", found.notes


def _rows(path: Path) -> tuple[str | None, str, tuple[str, ...]]:
    """Return the rows of a table, one after another."""
    texts, notes, title = list[str](), list[str](), None
    try:
        for entry in open_source(str(path)).read():
            if isinstance(entry, Located):
                document = entry.document
                title = title or document.title
                values = [str(value) for value in document.metadata.values()]
                texts += [document.title, document.text, *values]
            else:
                notes.append(entry.reason)
    except BadInputError as error:
        notes.append(str(error))
    return title, "\n".join(texts), tuple(notes)
