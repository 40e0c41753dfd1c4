"""The file in which a job lists what it refused or left out, and its notes."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from search_app.records import Reject


class RejectsFile:
    """JSON Lines of position, reason, document id and kind; created with the first entry.

    Args:
        folder: Where it is created, named after the time.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stream: IO[str] | None = None
        self.path: Path | None = None

    def add(self, reject: Reject) -> None:
        """Append one line."""
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

    def close(self) -> None:
        """Finish the file; rejects of a job that stops are kept."""
        if self._stream is not None:
            self._stream.close()
