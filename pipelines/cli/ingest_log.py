"""The log of an ingest for machines: one JSON object a line, on standard error."""

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from pipelines.ingest.progress import Counts

_EVERY_SECONDS = 5.0


class IngestLog:
    """Writes {time, level, event, collection, ...}; see `pipelines.ingest.progress.Progress`.

    Events are "stage" (with `stage`), "progress" (every five seconds, with the counts and the share of the
    source that was read), "note" and "finished" (each with `message`).

    Args:
        collection: Named in every line.
    """

    def __init__(self, collection: str) -> None:
        self._collection = collection
        self._told = time.monotonic()

    def phase(self, name: str) -> None:
        """See `Progress`."""
        self._say("info", "stage", stage=name)

    def advanced(self, counts: "Counts", fraction: float) -> None:
        """See `Progress`."""
        if time.monotonic() - self._told < _EVERY_SECONDS:
            return
        self._told = time.monotonic()
        self._say(
            "info",
            "progress",
            fraction=round(fraction, 4),
            documents=counts.documents,
            encoded=counts.encoded,
            skipped=counts.skipped,
            deleted=counts.deleted,
            rejects=counts.rejects,
        )

    def note(self, message: str) -> None:
        """See `Progress`."""
        self._say("warning", "note", message=message)

    def finished(self, message: str) -> None:
        """Write the last line."""
        self._say("info", "finished", message=message)

    def _say(self, level: str, event: str, **fields: object) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        entry = {"time": now, "level": level, "event": event, "collection": self._collection, **fields}
        typer.echo(json.dumps(entry), err=True)
