"""Compare what the ledger expects with what vectors and Lucene hold, whatever the number of passages."""

import sqlite3
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Self

from search_app.batched import batched
from search_app.collections.ledger import Ledger
from search_app.protocols import LexicalSearcher, VectorStore

_SCHEMA = """
CREATE TABLE expected (id BLOB PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE found (place TEXT NOT NULL, id BLOB NOT NULL, times INTEGER NOT NULL,
                    PRIMARY KEY (place, id)) WITHOUT ROWID;
"""
_ROWS = 10_000
PLACES = ("vectors", "lucene")
"""Where every passage of the ledger has to be, once."""


class Audit:
    """Ids of the ledger and of each place, held in a temporary database that spills to disk.

    Args:
        ledger: Says which passages there should be.
    """

    def __init__(self, ledger: Ledger) -> None:
        # SQLite's unnamed database: private, kept in memory while small, deleted when closed.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.executescript(_SCHEMA)
        self._fill("INSERT INTO expected VALUES (?, ?)", _expected(ledger))

    def observe(self, place: str, ids: Iterable[str]) -> None:
        """Take in every id a place holds."""
        statement = (
            "INSERT INTO found VALUES (?, ?, 1) ON CONFLICT (place, id) DO UPDATE SET times = times + 1"
        )
        self._fill(statement, ((place, _packed(identifier)) for identifier in ids))

    def missing(self, place: str) -> Iterator[tuple[str, str]]:
        """Passages the ledger expects and the place lacks, as (document id, passage id)."""
        query = (
            "SELECT document, id FROM expected WHERE NOT EXISTS "
            "(SELECT 1 FROM found WHERE found.id = expected.id AND place = ?)"
        )
        yield from ((document, _text(packed)) for document, packed in self._db.execute(query, (place,)))

    def surplus(self, place: str) -> Iterator[str]:
        """Passages the place holds and the ledger does not know."""
        query = "SELECT id FROM found WHERE place = ? AND id NOT IN (SELECT id FROM expected)"
        yield from (_text(packed) for (packed,) in self._db.execute(query, (place,)))

    def duplicates(self, place: str) -> Iterator[str]:
        """Passages the place holds more than once."""
        query = "SELECT id FROM found WHERE place = ? AND times > 1"
        yield from (_text(packed) for (packed,) in self._db.execute(query, (place,)))

    def out_of_step(self, place: str) -> set[str]:
        """Documents of which the place lacks a passage or holds one more than once."""
        doubled = (self.document_of(identifier) for identifier in self.duplicates(place))
        lacking = {document for document, _ in self.missing(place)}
        return lacking | {document for document in doubled if document is not None}

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
        for block in batched(pending, _ROWS):
            with self._db:
                self._db.execute("BEGIN")
                self._db.executemany(statement, block)


@contextmanager
def audit(ledger: Ledger, store: VectorStore, searcher: LexicalSearcher) -> Iterator[Audit]:
    """Lend the comparison of a ledger with all the ids that vectors and Lucene hold."""
    with Audit(ledger) as found:
        found.observe("vectors", store.ids())
        found.observe("lucene", searcher.ids())
        yield found


def _expected(ledger: Ledger) -> Iterator[tuple[bytes, str]]:
    for entry in ledger.entries():
        for identifier in entry.passage_ids():
            yield _packed(identifier), entry.document_id


def _packed(identifier: str) -> bytes:
    """Pack the 36 characters of a UUID into 16 bytes; anything else stays as it is."""
    try:
        return uuid.UUID(identifier).bytes
    except ValueError:
        return identifier.encode()


def _text(packed: bytes) -> str:
    return str(uuid.UUID(bytes=packed)) if len(packed) == 16 else packed.decode()
