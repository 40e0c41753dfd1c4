"""Let the producer of an iterator work ahead in a thread of its own, by a bounded distance."""

import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


def read_ahead(items: Iterable[T], size: int) -> Iterator[T]:
    """Yield the items in order while up to `size` further ones are produced in the background.

    An exception of the producer is raised here, at its place. When the consumer stops early, the
    producer is stopped at its next item and joined, so no thread outlives the iteration.
    """
    buffer: queue.Queue[T | _End] = queue.Queue(size)
    stopped = threading.Event()

    def produce() -> None:
        end = _End()
        try:
            for item in items:
                buffer.put(item)
                if stopped.is_set():
                    break
        except BaseException as error:  # noqa: BLE001 - carried over to the consumer and raised there
            end = _End(error)
        finally:
            close = getattr(items, "close", None)
            if close is not None:
                close()
        buffer.put(end)

    thread = threading.Thread(target=produce, name="read-ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := buffer.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        stopped.set()
        _drain(buffer, thread)


def _drain(buffer: "queue.Queue[T | _End]", thread: threading.Thread) -> None:
    """Take what is left, so that a producer blocked on the full buffer can see that it is to stop."""
    while thread.is_alive():
        try:
            buffer.get(timeout=0.05)
        except queue.Empty:
            continue
