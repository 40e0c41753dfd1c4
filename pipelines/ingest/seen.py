"""Document ids met in one run of a job."""

import sqlite3


class SeenIds:
    """A set of ids in a temporary database that spills to disk, so that its size has no bound in memory."""

    def __init__(self) -> None:
        # SQLite's unnamed database: private, deleted when closed. The reading thread fills it, and the
        # writing thread asks it only after that one has ended.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("CREATE TABLE refused (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._db.execute("BEGIN")

    def add(self, document_id: str) -> bool:
        """Return True when the id is new."""
        statement = "INSERT INTO seen VALUES (?) ON CONFLICT DO NOTHING"
        return self._db.execute(statement, (document_id,)).rowcount == 1

    def refuse(self, document_id: str) -> None:
        """Note an id whose document cannot be used as it stands; a usable one may still follow."""
        self._db.execute("INSERT INTO refused VALUES (?) ON CONFLICT DO NOTHING", (document_id,))

    def usable(self, document_id: str) -> bool:
        """True when the source has the id with a document that can be used."""
        query = "SELECT 1 FROM seen WHERE id = ?"
        return self._db.execute(query, (document_id,)).fetchone() is not None

    def __contains__(self, document_id: str) -> bool:
        """True for every id the source has, usable or not."""
        query = "SELECT 1 FROM seen WHERE id = :id UNION ALL SELECT 1 FROM refused WHERE id = :id"
        return self._db.execute(query, {"id": document_id}).fetchone() is not None

    def close(self) -> None:
        """Drop the database."""
        self._db.close()
