"""The ledger of a generation: which documents it holds, and how far their writing has come."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from search_app.errors import CorruptError
from search_app.records import passage_id

_SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY, content BLOB NOT NULL, passages INTEGER NOT NULL,
    pending INTEGER NOT NULL, origin TEXT NOT NULL, checksum BLOB NOT NULL DEFAULT x''
) WITHOUT ROWID
"""
_ADD_CHECKSUM = "ALTER TABLE documents ADD COLUMN checksum BLOB NOT NULL DEFAULT x''"
_COLUMNS = "id, content, passages, origin, checksum"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One document.

    Attributes:
        document_id: The source's identifier.
        content: Hash of what was encoded, as the job that wrote it computed it.
        passages: Number of its passages, in the vectors and in Lucene alike.
        origin: Generation in which the document was first stored.
        checksum: Of what the vector store holds, see `search_app.collections.checksum`; empty when unknown.
    """

    document_id: str
    content: bytes
    passages: int
    origin: str
    checksum: bytes = b""

    def passage_ids(self) -> list[str]:
        """Return the ids of all its passages, in order."""
        return [passage_id(self.document_id, ordinal) for ordinal in range(self.passages)]


class Ledger:
    """A SQLite file, streamed, never loaded whole.

    A document is first marked pending, then written to vectors and Lucene, and confirmed only when both are
    durable. What is pending after a crash may or may not have reached them: it is removed and done again.

    Args:
        path: The file.
        read_only: Open a published ledger, which never changes.

    Raises:
        CorruptError: When the file is missing or is not a ledger.
    """

    def __init__(self, path: Path, read_only: bool = False) -> None:
        # A published generation lies still, so SQLite may skip locking and never leaves files beside it.
        uri = f"file:{_quoted(path)}?" + ("mode=ro&immutable=1" if read_only else "mode=rwc")
        try:
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
            if not read_only:
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.execute(_SCHEMA)
            self._columns = self._known_columns(read_only)
            self._db.execute(f"SELECT pending, {self._columns} FROM documents LIMIT 1")  # noqa: S608
        except sqlite3.Error as error:
            raise CorruptError(
                f"{path} is not a readable ledger ({error})",
                "the ledger of a complete generation",
                "ingest the collection again with --recreate",
            ) from error

    def find(self, document_id: str) -> LedgerEntry | None:
        """Return the confirmed entry of a document, or None."""
        query = f"SELECT {self._columns} FROM documents WHERE id = ? AND NOT pending"  # noqa: S608
        row = self._db.execute(query, (document_id,)).fetchone()
        return LedgerEntry(*row) if row else None

    def entries(self) -> Iterator[LedgerEntry]:
        """All confirmed entries, by id."""
        yield from self._select(False)

    def pending(self) -> Iterator[LedgerEntry]:
        """Entries whose writing was begun but not confirmed; `passages` is the most there can be."""
        yield from self._select(True)

    def begin(self, entries: Sequence[LedgerEntry]) -> None:
        """Note, durably, that these documents are about to be written or removed.

        Where a document is there already, the larger number of passages is kept until `confirm`,
        so that a recovery finds all that either version may have left.
        """
        self._run(
            "INSERT INTO documents (id, content, passages, pending, origin) VALUES (?, ?, ?, 1, ?) "
            "ON CONFLICT (id) DO UPDATE SET "
            "content = excluded.content, passages = max(passages, excluded.passages), pending = 1",
            [(entry.document_id, entry.content, entry.passages, entry.origin) for entry in entries],
        )

    def confirm(self, entries: Sequence[LedgerEntry]) -> None:
        """Note, durably, that these documents are in vectors and Lucene."""
        self._run(
            "UPDATE documents SET passages = ?, checksum = ?, pending = 0 WHERE id = ?",
            [(entry.passages, entry.checksum, entry.document_id) for entry in entries],
        )

    def remove(self, document_ids: Iterable[str]) -> None:
        """Forget documents that are in neither any more."""
        self._run("DELETE FROM documents WHERE id = ?", [(document_id,) for document_id in document_ids])

    def counts(self) -> tuple[int, int]:
        """Return the number of confirmed documents and of their passages."""
        documents, passages = self._db.execute(
            "SELECT count(*), coalesce(sum(passages), 0) FROM documents WHERE NOT pending"
        ).fetchone()
        return documents, passages

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _known_columns(self, read_only: bool) -> str:
        """Return the columns of an entry; a ledger of an earlier version has no checksums."""
        names = {row[1] for row in self._db.execute("PRAGMA table_info(documents)")}
        if "checksum" not in names and not read_only:
            self._db.execute(_ADD_CHECKSUM)
            names.add("checksum")
        return _COLUMNS if "checksum" in names else _COLUMNS.replace("checksum", "x'' AS checksum")

    def _select(self, pending: bool) -> Iterator[LedgerEntry]:
        # Pages rather than one open cursor, so that entries may be removed while they are walked.
        page = (
            f"SELECT {self._columns} FROM documents "  # noqa: S608 - the columns are ours
            "WHERE pending = ? AND id > ? ORDER BY id LIMIT 1000"
        )
        last = ""
        while rows := self._db.execute(page, (pending, last)).fetchall():
            yield from (LedgerEntry(*row) for row in rows)
            last = rows[-1][0]

    def _run(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(statement, rows)


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
