"""A Ctrl-C that stops a job even when the first exception is lost."""

import signal
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pipelines.ingest.progress import Counts, Progress


class Interruptible:
    """Passes on what it hears, see `pipelines.ingest.progress.Progress`, and remembers an interrupt.

    Python raises `KeyboardInterrupt` wherever the main thread is; inside a destructor or an extension's
    callback the exception is printed and lost, and the job would run on and publish. Here the next step that
    is told raises it again.

    Args:
        listener: Hears everything as well.
    """

    def __init__(self, listener: "Progress") -> None:
        self._listener = listener
        self._asked = False
        self._previous: Any = None

    def phase(self, name: str) -> None:
        """See `Progress`; raises KeyboardInterrupt when one was lost."""
        self._stop()
        self._listener.phase(name)

    def advanced(self, counts: "Counts", fraction: float) -> None:
        """See `Progress`; raises KeyboardInterrupt when one was lost."""
        self._stop()
        self._listener.advanced(counts, fraction)

    def note(self, message: str) -> None:
        """See `Progress`."""
        self._listener.note(message)

    def __enter__(self) -> Self:
        self._previous = signal.signal(signal.SIGINT, self._heard)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.signal(signal.SIGINT, self._previous)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        raise KeyboardInterrupt

    def _stop(self) -> None:
        if self._asked:
            raise KeyboardInterrupt
