"""How far an ingest has come, in a file that another program reads."""

import json
import os
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from search_app.errors import BadInputError
from search_app.records.job_progress import JobProgress

if TYPE_CHECKING:
    from pipelines.ingest.progress import Counts, Progress

_EVERY_SECONDS = 1.0


class ProgressFile:
    """Passes on what it hears, see `pipelines.ingest.progress.Progress`, and keeps a JSON object up to date.

    The object is a `JobProgress`. The first stage is "start", the last "done" or "failed". The file is
    replaced as a whole, about once a second and at every change of stage.

    Args:
        path: The file; its folder must exist.
        listener: Hears everything as well.

    Raises:
        BadInputError: On entering, when the file cannot be written; later on a job does not stop for it.
    """

    def __init__(self, path: Path, listener: "Progress") -> None:
        self._path, self._listener = path, listener
        self._began = self._written = time.monotonic()
        self._state = JobProgress("start", pid=os.getpid())

    def phase(self, name: str) -> None:
        """See `Progress`."""
        self._listener.phase(name)
        self._state = replace(self._state, stage=name)
        self._refresh()

    def advanced(self, counts: "Counts", fraction: float) -> None:
        """See `Progress`."""
        self._listener.advanced(counts, fraction)
        elapsed = time.monotonic() - self._began
        self._state = replace(
            self._state,
            documents=counts.documents,
            passages=counts.encoded,
            skipped=counts.skipped,
            deleted=counts.deleted,
            rejects=counts.rejects,
            fraction=round(fraction, 4),
            rate=round(counts.encoded / elapsed, 1) if elapsed else 0.0,
            eta_seconds=round(elapsed * (1 - fraction) / fraction, 1) if fraction > 0 else None,
        )
        if time.monotonic() - self._written >= _EVERY_SECONDS:
            self._refresh()

    def note(self, message: str) -> None:
        """See `Progress`."""
        self._listener.note(message)
        self._state = replace(self._state, message=message)
        self._refresh()

    def __enter__(self) -> Self:
        try:
            self._write()
        except OSError as error:
            raise BadInputError(
                f"progress file {self._path} cannot be written ({error.strerror})",
                "a path in a folder that exists",
                "choose another --progress-file",
            ) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self._state = replace(self._state, stage="done", eta_seconds=0.0)
        else:
            self._state = replace(self._state, stage="failed", message=str(error) or type(error).__name__)
        self._refresh()

    def _refresh(self) -> None:
        with suppress(OSError):  # the job is worth more than the news of it
            self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        seconds = round(self._written - self._began, 1)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        text = json.dumps(replace(self._state, seconds=seconds, updated=now).to_json())
        partial = self._path.with_name(f".{self._path.name}.{os.getpid()}.partial")
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(self._path)
