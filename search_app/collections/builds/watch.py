"""What a build tells of itself, and who times it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class BuildProgress(Protocol):
    """Listens to a build."""

    def phase(self, name: str) -> None:
        """A new phase has begun: "resume", "copy", "create", "encode", "optimize", "publish"."""

    def note(self, message: str) -> None:
        """Something happened that a person should know, in one sentence."""


class BuildClock(Protocol):
    """Times the steps of a build."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Add the time of the block to a stage."""


class Unwatched:
    """Listens to nothing and times nothing."""

    def phase(self, name: str) -> None:
        """See `BuildProgress`."""

    def note(self, message: str) -> None:
        """See `BuildProgress`."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """See `BuildClock`."""
        yield
