"""What a job refused or left out: counted, listed in a file; too many rejects stop it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from pipelines.readers.left_out import LeftOut
from search_app.errors import BadInputError
from search_app.records import Reject


class Refused:
    """The rejects of one job, and beside them what was left out and the notes.

    Args:
        folder: Where the file is created with the first of them, named after the time.
        limit: How many there may be, or None for any number.
    """

    def __init__(self, folder: Path, limit: int | None) -> None:
        self._folder, self._limit = folder, limit
        self._stream: IO[str] | None = None
        self.path: Path | None = None
        self.number = 0
        self.unidentified = 0
        self.left_out = LeftOut()

    def add(self, reject: Reject) -> None:
        """Count and list it.

        Raises:
            BadInputError: When it is one too many.
        """
        self._list(reject)
        if reject.kind != "refused":
            self.left_out.add(reject)
            return
        self.number += 1
        self.unidentified += reject.document_id is None
        if self._limit is not None and self.number > self._limit:
            raise BadInputError(
                f"{reject.position}: {reject.reason}",
                f"at most {self._limit} rejects" if self._limit else "no reject with --strict",
                f"correct the source; all rejects so far are in {self.path}",
            )

    def close(self) -> None:
        """Finish the file; rejects of a job that stops are kept."""
        if self._stream is not None:
            self._stream.close()

    def _list(self, reject: Reject) -> None:
        """Append one line of JSON: position, reason, document id and kind."""
        if self._stream is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self.path = self._folder / f"{datetime.now(UTC):%Y%m%dT%H%M%S_%f}.jsonl"
            self._stream = self.path.open("x", encoding="utf-8")
        fields = {
            "position": reject.position,
            "reason": reject.reason,
            "document_id": reject.document_id,
            "kind": reject.kind,
        }
        # ASCII, so that ids and positions that are not Unicode can be listed as well.
        self._stream.write(json.dumps(fields) + "\n")
