"""Compare what the ledger expects with what the lanes hold, whatever the number of passages."""

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Self

from search_app.collections.ledger import Ledger
from search_app.records import passage_id

_SCHEMA = """
CREATE TABLE expected (id BLOB PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE found (lane TEXT NOT NULL, id BLOB NOT NULL, times INTEGER NOT NULL,
                    PRIMARY KEY (lane, id)) WITHOUT ROWID;
"""
_ROWS = 10_000


class LaneAudit:
    """Ids of the ledger and of each lane, held in a temporary database that spills to disk.

    Args:
        ledger: Says which passages there should be.
    """

    def __init__(self, ledger: Ledger) -> None:
        # SQLite's unnamed database: private, kept in memory while small, deleted when closed.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.executescript(_SCHEMA)
        self._fill("INSERT INTO expected VALUES (?, ?)", _expected(ledger))

    def observe(self, lane: str, ids: Iterable[str]) -> None:
        """Take in every id a lane holds."""
        statement = (
            "INSERT INTO found VALUES (?, ?, 1) ON CONFLICT (lane, id) DO UPDATE SET times = times + 1"
        )
        self._fill(statement, ((lane, _packed(identifier)) for identifier in ids))

    def missing(self, lane: str) -> Iterator[tuple[str, str]]:
        """Passages the ledger expects and the lane lacks, as (document id, passage id)."""
        query = (
            "SELECT document, id FROM expected WHERE NOT EXISTS "
            "(SELECT 1 FROM found WHERE found.id = expected.id AND lane = ?)"
        )
        yield from ((document, _text(packed)) for document, packed in self._db.execute(query, (lane,)))

    def surplus(self, lane: str) -> Iterator[str]:
        """Passages the lane holds and the ledger does not know."""
        query = "SELECT id FROM found WHERE lane = ? AND id NOT IN (SELECT id FROM expected)"
        yield from (_text(packed) for (packed,) in self._db.execute(query, (lane,)))

    def duplicates(self, lane: str) -> Iterator[str]:
        """Passages the lane holds more than once."""
        query = "SELECT id FROM found WHERE lane = ? AND times > 1"
        yield from (_text(packed) for (packed,) in self._db.execute(query, (lane,)))

    def document_of(self, identifier: str) -> str | None:
        """The document an expected passage belongs to, or None."""
        query = "SELECT document FROM expected WHERE id = ?"
        row = self._db.execute(query, (_packed(identifier),)).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Drop the temporary database."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fill(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        pending = iter(rows)
        while block := list(islice(pending, _ROWS)):
            with self._db:
                self._db.execute("BEGIN")
                self._db.executemany(statement, block)


def _expected(ledger: Ledger) -> Iterator[tuple[bytes, str]]:
    for entry in ledger.entries():
        for ordinal in range(entry.passages):
            yield _packed(passage_id(entry.document_id, ordinal)), entry.document_id


def _packed(identifier: str) -> bytes:
    """Pack the 36 characters of a UUID into 16 bytes; anything else stays as it is."""
    try:
        return uuid.UUID(identifier).bytes
    except ValueError:
        return identifier.encode()


def _text(packed: bytes) -> str:
    return str(uuid.UUID(bytes=packed)) if len(packed) == 16 else packed.decode()
