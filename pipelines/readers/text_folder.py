"""A folder of text, Markdown, HTML, PDF and Word files, one document each."""

import os
from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.fields import build_document
from pipelines.readers.reader import Located
from search_app.parsing import MEDIA_TYPES, ParseLimits, Parser
from search_app.parsing.failure import UnreadableFileError
from search_app.records import Reject

SUFFIXES = tuple(MEDIA_TYPES)


class TextFolderReader:
    """Reads every such file below a folder; the relative path is the id, what it calls itself the title.

    Hidden files and folders are passed over. Symbolic links are never followed, so nothing outside the
    folder is read; links, pipes and devices are refused unopened.

    Args:
        folder: The folder, or a single file.
        limits: What each file may ask for.
    """

    name = "text"
    presplit = False

    def __init__(self, folder: Path, limits: ParseLimits = ParseLimits()) -> None:  # noqa: B008  # frozen
        self.source = str(folder.resolve())
        self._root = folder.resolve()
        self._limits = limits
        self._read = 0
        self._total = 0

    @property
    def fraction(self) -> float:
        """Share of the files read so far."""
        return self._read / self._total if self._total else 0.0

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents in the order of their paths; see `pipelines.readers.reader.Reader`."""
        self._total = sum(1 for _ in text_files(self._root))
        with Parser(self._limits) as parser:
            for path in text_files(self._root):
                yield self._read_file(parser, path)
                self._read += 1

    def _read_file(self, parser: Parser, path: Path) -> Located | Reject:
        name = path.name if path == self._root else path.relative_to(self._root).as_posix()
        position = name.encode("utf-8", errors="backslashreplace").decode()
        try:
            if path.is_symlink():
                raise ValueError("a symbolic link, which is not followed")
            parsed = parser.parse(path, follow_links=False)
            return Located(build_document(name, parsed.title, parsed.text, {"file": name}), position)
        except UnreadableFileError as error:
            return Reject(position, error.reason, position)
        except (OSError, ValueError) as error:
            return Reject(position, str(error), position)


def text_files(root: Path) -> Iterator[Path]:
    """Yield the files below `root` that can be read, and links to folders, which are to be refused.

    They come sorted by path; what is hidden is left out.
    """
    if not root.is_dir():
        yield root
        return
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (path for path in (Path(folder, name) for name in folders) if path.is_symlink())
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield Path(folder, name)
