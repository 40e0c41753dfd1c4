"""What comes out of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from search_app.parsing.more_kinds import MORE_MEDIA_TYPES

MEDIA_TYPES: Mapping[str, str] = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    **MORE_MEDIA_TYPES,
}
"""The kinds that are read, by suffix in lower case."""


class FileText(NamedTuple):
    """What a parser of one kind returns.

    Attributes:
        title: What the file calls itself, if it does.
        text: Plain text.
        notes: Sentences on what was guessed, damaged or left out.
    """

    title: str | None
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """The text of a file.

    Attributes:
        title: What the file calls itself, or its name in words.
        text: Plain text (Markdown as written), paragraphs separated by a blank line, valid Unicode.
        media_type: One of the values of `MEDIA_TYPES`.
        notes: Sentences on what was guessed, damaged or left out.
        metadata: What a Markdown file says about itself before its text: {name: text or texts}.
    """

    title: str
    text: str
    media_type: str
    notes: tuple[str, ...] = ()
    metadata: Mapping[str, str | list[str]] = field(default_factory=dict)


def title_of(path: Path) -> str:
    """Return a file's name in words, for files that have no title."""
    return path.stem.replace("_", " ").encode("utf-8", errors="backslashreplace").decode()
