"""What a running job tells about itself; the job prints nothing."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(slots=True)
class Counts:
    """How far a job has come.

    Attributes:
        documents: Documents read, unchanged ones included.
        encoded: Passages encoded.
        skipped: Documents that were unchanged.
        deleted: Documents deleted.
        rejects: Pieces of the source refused.
    """

    documents: int = 0
    encoded: int = 0
    skipped: int = 0
    deleted: int = 0
    rejects: int = 0


class Progress(Protocol):
    """Listens to a job. Called from the thread that runs it."""

    def phase(self, name: str) -> None:
        """A new phase has begun: "resume", "copy", "encode", "prune", "optimize", "publish"."""

    def advanced(self, counts: Counts, fraction: float) -> None:
        """The job has moved on; `fraction` is the share of the source that was read."""

    def note(self, message: str) -> None:
        """Something happened that a person should know, in one sentence."""


class SilentProgress:
    """Listens and says nothing."""

    def phase(self, name: str) -> None:
        """See `Progress`."""

    def advanced(self, counts: Counts, fraction: float) -> None:
        """See `Progress`."""

    def note(self, message: str) -> None:
        """See `Progress`."""
