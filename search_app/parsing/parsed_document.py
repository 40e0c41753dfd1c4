"""What comes out of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """The text of a file.

    Attributes:
        title: What the file calls itself, or its name in words.
        text: Plain text (Markdown as written), paragraphs separated by a blank line, valid Unicode.
        media_type: One of the values of `MEDIA_TYPES`.
    """

    title: str
    text: str
    media_type: str


def title_of(path: Path) -> str:
    """Return a file's name in words, for files that have no title."""
    return path.stem.replace("_", " ").encode("utf-8", errors="backslashreplace").decode()
