"""A folder of text, office documents, books, mail and the like, one document a file; of tables one a row."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.fields import build_document
from pipelines.readers.folder_files import folder_files, is_document, left_out, place
from pipelines.readers.folder_tables import is_table, table_rows
from pipelines.readers.reader import Located
from search_app.parsing import MEDIA_TYPES, ParseLimits, Parser
from search_app.parsing.failure import UnreadableFileError
from search_app.records import Reject

SUFFIXES = tuple(MEDIA_TYPES)


class TextFolderReader:
    """Reads every such file below a folder; the relative path is the id, what it calls itself the title.

    Rows of tables that lie there have the path and their own id, as in `prices.csv#17`.

    What is hidden or of another kind is left out and said so. Symbolic links are never followed, so nothing
    outside the folder is read; links, pipes and devices are refused unopened.

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
        """Yield the documents in the order of their paths; see `pipelines.readers.reader.Reader`.

        Files of other kinds, and what is hidden, come as left out.
        """
        self._total = sum(1 for _ in text_files(self._root))
        with Parser(self._limits) as parser:
            for entry in folder_files(self._root):
                if isinstance(entry, Reject):
                    yield entry
                elif entry != self._root and is_table(entry):
                    yield from self._read_table(entry)
                    self._read += 1
                elif entry != self._root and not is_document(entry):
                    yield left_out(self._root, entry)
                else:
                    yield from self._read_file(parser, entry)
                    self._read += 1

    def _read_table(self, path: Path) -> Iterator[Located | Reject]:
        name = place(self._root, path)
        if path.is_symlink() or not path.is_file():
            yield Reject(name, "a symbolic link, or no regular file, which is not followed", name)
        else:
            yield from table_rows(path, name)

    def _read_file(self, parser: Parser, path: Path) -> Iterator[Located | Reject]:
        """Yield the document and the notes on how it was read, or why it was not."""
        name = path.name if path == self._root else path.relative_to(self._root).as_posix()
        position = place(self._root, path)
        try:
            if path.is_symlink():
                raise ValueError("a symbolic link, which is not followed")
            parsed = parser.parse(path, follow_links=False)
            metadata = {**parsed.metadata, "file": name}
            yield Located(build_document(name, parsed.title, parsed.text, metadata), position)
        except UnreadableFileError as error:
            yield Reject(position, error.reason, position)
        except (OSError, ValueError) as error:
            yield Reject(position, str(error), position)
        else:
            yield from (Reject(position, note, kind="note") for note in parsed.notes)


def text_files(root: Path) -> Iterator[Path]:
    """Yield the files below `root` that are read as documents, sorted by path."""
    for entry in folder_files(root):
        if isinstance(entry, Path) and (entry == root or is_document(entry) or is_table(entry)):
            yield entry
