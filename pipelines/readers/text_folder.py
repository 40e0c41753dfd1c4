"""A folder of `.txt` and `.md` files, one document each."""

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.fields import build_document
from pipelines.readers.reader import Located
from search_app.records import Reject

SUFFIXES = (".txt", ".md", ".markdown")
MAX_FILE_BYTES = 10_000_000
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


class TextFolderReader:
    """Reads every text file below a folder; the relative path is the id, the first heading the title.

    Hidden files and folders are passed over. Symbolic links are never followed, so nothing outside the
    folder is read; pipes and devices are refused unopened.

    Args:
        folder: The folder, or a single file.
    """

    name = "text"
    presplit = False

    def __init__(self, folder: Path) -> None:
        self.source = str(folder.resolve())
        self._root = folder.resolve()
        self._read = 0
        self._total = 0

    @property
    def fraction(self) -> float:
        """Share of the files read so far."""
        return self._read / self._total if self._total else 0.0

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents in the order of their paths; see `pipelines.readers.reader.Reader`."""
        self._total = sum(1 for _ in text_files(self._root))
        for path in text_files(self._root):
            yield self._read_file(path)
            self._read += 1

    def _read_file(self, path: Path) -> Located | Reject:
        name = path.name if path == self._root else path.relative_to(self._root).as_posix()
        position = name.encode("utf-8", errors="backslashreplace").decode()
        try:
            text = _read_text(path)
            heading = _HEADING.search(text) if path.suffix != ".txt" else None
            title = heading.group(1) if heading else path.stem.replace("_", " ")
            return Located(build_document(name, title, text, {"file": name}), position)
        except UnicodeDecodeError as error:
            return Reject(position, f"not UTF-8 at byte {error.start + 1}", position)
        except (OSError, ValueError) as error:
            return Reject(position, str(error), position)


def text_files(root: Path) -> Iterator[Path]:
    """Yield text files below `root` sorted by path, hidden ones and those behind links left out."""
    if not root.is_dir():
        yield root
        return
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.lower().endswith(SUFFIXES):
                yield Path(folder, name)


def _read_text(path: Path) -> str:
    """Read a regular file; raises ValueError for anything else, without opening it."""
    status = path.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise ValueError("a symbolic link, which is not followed")
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a regular file")
    if status.st_size > MAX_FILE_BYTES:
        raise ValueError(f"the file has {status.st_size:,} bytes, at most {MAX_FILE_BYTES:,}")
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
