"""MS MARCO's `collection.tsv`: passage id, tab, text (Bajaj et al. 2016)."""

from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.lines import LineFile
from pipelines.readers.reader import Located
from search_app.records import Document, Reject


class MsMarcoCollection:
    """See `pipelines.readers.reader.Reader`; its passages are what is judged, so they stay whole.

    Args:
        path: The file, plain or gzipped.
    """

    name = "msmarco"
    presplit = True

    def __init__(self, path: Path) -> None:
        self.source = str(path.resolve())
        self._lines = LineFile(path)

    @property
    def fraction(self) -> float:
        """Share of the file's bytes read so far."""
        return self._lines.fraction

    def read(self) -> Iterator[Located | Reject]:
        """Yield the passages; a line without a tab, an id or a text is refused by its number."""
        for number, line in self._lines:
            position = f"{self._lines.path.name}:{number}"
            try:
                identifier, _, text = (line or b"").decode("utf-8").strip().partition("\t")
            except UnicodeDecodeError:
                yield Reject(position, "the line is not UTF-8")
                continue
            if identifier and text.strip():
                yield Located(Document(identifier, "", text.strip()), position)
            else:
                yield Reject(position, "the line is not passage id, tab, text")
