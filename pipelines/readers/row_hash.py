"""Ids for rows that have none: the same row has the same id wherever it stands."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from typing import Any

NOTE = (
    "it has no column for the id: each row's id is a hash of its cells, so a changed row is a new document "
    "(--prune takes the old one out; --map id=COLUMN names a column)"
)


class RowHashes:
    """Gives ids; rows that are equal get -2, -3 and so on. What was given is kept on disk when it is much."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("CREATE TABLE given (hash BLOB PRIMARY KEY, number INTEGER) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def id_of(self, fields: Mapping[str, Any]) -> str:
        """Return the id of a row."""
        written = json.dumps(fields, sort_keys=True, default=str)
        digest = hashlib.sha256(written.encode()).digest()[:10]
        statement = (
            "INSERT INTO given VALUES (?, 1) ON CONFLICT (hash) DO UPDATE SET number = number + 1 "
            "RETURNING number"
        )
        (number,) = self._db.execute(statement, (digest,)).fetchone()
        return digest.hex() if number == 1 else f"{digest.hex()}-{number}"

    def close(self) -> None:
        """Drop the table."""
        self._db.close()
