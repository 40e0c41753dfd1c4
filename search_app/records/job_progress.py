"""What a running job tells other programs, as one JSON object in a file."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class JobProgress:
    """How far a job has come.

    Attributes:
        stage: What it does now, as it calls it itself; "done" or "failed" at the end, "" while unknown.
        documents: Documents read, unchanged ones included.
        passages: Passages encoded by this job.
        skipped: Documents that were unchanged.
        deleted: Documents deleted.
        rejects: Pieces of the source refused.
        fraction: Share of the source that was read, 0 to 1.
        rate: Passages encoded per second.
        eta_seconds: Seconds left, or None while unknown.
        message: The last thing a person should know; the error when it failed.
        seconds: Since it began.
        updated: When this was written, ISO 8601.
        pid: Its process.
    """

    stage: str = ""
    documents: int = 0
    passages: int = 0
    skipped: int = 0
    deleted: int = 0
    rejects: int = 0
    fraction: float = 0.0
    rate: float = 0.0
    eta_seconds: float | None = None
    message: str | None = None
    seconds: float = 0.0
    updated: str = ""
    pid: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object."""
        return asdict(self)

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return what a job has written.

        Names that are not known are left out and missing ones have their defaults, since the job may be of
        another version. What is no JSON object, as while there is no file, is progress of which nothing is
        known.
        """
        try:
            found = json.loads(text)
        except ValueError:
            return cls()
        if not isinstance(found, dict):
            return cls()
        return cls(**{field.name: found[field.name] for field in fields(cls) if field.name in found})
