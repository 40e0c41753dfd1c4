"""Many files, one after another, through as few parsing processes as is safe."""

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from search_app.parsing.confined import ConfinedProcess
from search_app.parsing.failure import UnreadableFileError
from search_app.parsing.limits import ParseLimits
from search_app.parsing.more_kinds import TITLES, suffix_of
from search_app.parsing.parsed_document import MEDIA_TYPES, FileText, ParsedDocument, title_of
from search_app.parsing.plain_text import parse_markdown, parse_text
from search_app.parsing.regular_file import read_regular

_FILES_PER_PROCESS = 200
"""Parsers leak; a process costs about 0.2 s to start."""


class Parser:
    """Turns files into text; a context manager that ends its process.

    Text of every kind is read here. HTML, PDF, DOCX and other formats are parsed in a process that the kernel
    limits in memory and processor time, that may write no file, and that is killed when its time is up.

    Args:
        limits: What each file may ask for.
    """

    def __init__(self, limits: ParseLimits = ParseLimits()) -> None:  # noqa: B008  # frozen
        self._limits = limits
        self._process: ConfinedProcess | None = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def parse(self, path: Path, follow_links: bool = True) -> ParsedDocument:
        """Return the text of a file.

        Args:
            path: The file; its suffix says what it is.
            follow_links: Whether it may be a symbolic link.

        Raises:
            UnreadableFileError: A `BadInputError`: no such kind, no regular file, damaged, over a limit, or
                without text.
        """
        suffix = suffix_of(path)
        if suffix not in MEDIA_TYPES:
            raise UnreadableFileError(path, f"not one of the kinds {', '.join(MEDIA_TYPES)}")
        try:
            content = read_regular(path, self._limits.file_bytes, follow_links)
            found, metadata = self._text_of(suffix, content)
        except OSError as error:
            raise UnreadableFileError(path, error.strerror or str(error)) from error
        except ValueError as error:
            raise UnreadableFileError(path, str(error)) from error
        if not found.text.strip():
            why = "no text" if content else "no text: the file is empty"
            raise UnreadableFileError(path, "; ".join([why, *found.notes]))
        return ParsedDocument(
            found.title or title_of(path), found.text, MEDIA_TYPES[suffix], found.notes, metadata
        )

    def close(self) -> None:
        """End the parsing process, if there is one."""
        if self._process is not None:
            self._process.close()
            self._process = None

    def _text_of(self, suffix: str, content: bytes) -> tuple[FileText, Mapping[str, str | list[str]]]:
        metadata: Mapping[str, str | list[str]] = {}
        match MEDIA_TYPES[suffix]:
            case "text/plain":
                found = parse_text(content)
            case "text/markdown":
                found, metadata = parse_markdown(content)
            case media_type if media_type in TITLES:
                found = parse_text(content)
                found = found._replace(title=TITLES[media_type](found.text))
            case _:
                return self._running().parse(suffix, content), metadata
        if len(found.text) > self._limits.text_characters:
            raise ValueError(f"it holds more than {self._limits.text_characters:,} characters of text")
        return found, metadata

    def _running(self) -> ConfinedProcess:
        if self._process is not None and (not self._process.usable or self._files >= _FILES_PER_PROCESS):
            self.close()
        if self._process is None:
            self._process, self._files = ConfinedProcess(self._limits), 0
        self._files += 1
        return self._process
