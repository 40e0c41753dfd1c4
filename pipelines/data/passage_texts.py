"""The texts of a corpus by id, on disk: a collection of millions of passages needs no memory."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType


class PassageTexts(Mapping[str, str]):
    """{passage id: text} in a scratch file that lives as long as the context. Keeps the corpus' order.

    Args:
        passages: (id, text), read once; of an id that comes again the first text counts.
    """

    def __init__(self, passages: Iterable[tuple[str, str]]) -> None:
        self._passages = passages

    def __enter__(self) -> "PassageTexts":
        self._scratch = tempfile.TemporaryDirectory(prefix="passages-")
        self._file = sqlite3.connect(Path(self._scratch.name) / "texts.sqlite", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA synchronous = OFF")
        self._file.execute("CREATE TABLE texts (place INTEGER PRIMARY KEY, id TEXT UNIQUE, text TEXT)")
        self._file.execute("BEGIN")
        self._file.executemany("INSERT OR IGNORE INTO texts (id, text) VALUES (?, ?)", self._passages)
        self._file.execute("COMMIT")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._scratch.cleanup()

    def __getitem__(self, name: str) -> str:
        row = self._file.execute("SELECT text FROM texts WHERE id = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(name)
        return str(row[0])

    def __contains__(self, name: object) -> bool:
        return self._file.execute("SELECT 1 FROM texts WHERE id = ?", (name,)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        return (str(row[0]) for row in self._file.execute("SELECT id FROM texts ORDER BY place"))

    def __len__(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM texts").fetchone()[0])
