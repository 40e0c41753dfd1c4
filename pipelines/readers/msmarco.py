"""MS MARCO's `collection.tsv`: passage id, tab, text, without header or quoting (Bajaj et al., 2016)."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.fields import build_document
from pipelines.readers.lines import LineFile
from pipelines.readers.reader import Located
from search_app.errors import BadInputError
from search_app.records import Reject

FILE_NAMES = ("collection.tsv", "collection.tsv.gz", "collection.tsv.zst")


class MsMarcoReader:
    """Reads the collection; its passages are the units that are judged, so they stay whole.

    Args:
        path: The file, a folder with it, or `-` for standard input.

    Raises:
        BadInputError: When there is no collection in the folder.
    """

    name = "msmarco"
    presplit = True

    def __init__(self, path: Path) -> None:
        file = collection_file(path) if path.is_dir() else path
        if file is None:
            raise BadInputError(f"{path} has no MS MARCO collection", f"a folder with {FILE_NAMES[0]}")
        self._lines = LineFile(file)
        self.source = self._lines.source

    @property
    def fraction(self) -> float:
        """Share of the file's bytes read so far."""
        return self._lines.fraction

    def read(self) -> Iterator[Located | Reject]:
        """Yield the passages; see `pipelines.readers.reader.Reader`. Blank lines are passed over."""
        for number, line in self._lines:
            position = f"{self._lines.label}:{number}"
            if line is None:
                yield Reject(position, "the line is too long")
            elif line.strip():
                yield _read_line(line, position)


def collection_file(folder: Path) -> Path | None:
    """Return the collection's file in a folder, or None."""
    return next((folder / name for name in FILE_NAMES if (folder / name).is_file()), None)


def _read_line(line: bytes, position: str) -> Located | Reject:
    name, tab, text = line.partition(b"\t")
    try:
        identifier = name.decode("utf-8")
    except UnicodeDecodeError:
        return Reject(position, "the passage id is not UTF-8")
    try:
        if not tab:
            raise ValueError("no tab: expected passage id, tab, text")
        return Located(build_document(identifier, "", text.decode("utf-8")), position)
    except UnicodeDecodeError as error:
        return Reject(position, f"not UTF-8 at byte {len(name) + 2 + error.start} of the line", identifier)
    except ValueError as error:
        return Reject(position, str(error), identifier if identifier.strip() and tab else None)
