"""A bounded queue before the models: what cannot be answered soon is refused at once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from search_app.api.problems import RefusedError

Found = TypeVar("Found")
CLIENT_GONE = 499


class ModelQueue:
    """Runs work that holds a model in threads, some at once, the others in order.

    Args:
        at_once: Requests that run beside each other.
        waiting: Requests that may wait.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._slots, self._limit, self._waiting = asyncio.Semaphore(at_once), waiting, 0

    @property
    def waiting(self) -> int:
        """Requests that wait now."""
        return self._waiting

    async def run(
        self, work: Callable[[], Found], gone: Callable[[], Awaitable[bool]] | None = None
    ) -> Found:
        """Run work when its turn comes.

        Args:
            work: What to run, in a thread.
            gone: Tells whether the client has left meanwhile; then nothing is run.

        Raises:
            RefusedError: With 429 when too many wait already.
        """
        async with self._turn():
            if gone is not None and await gone():
                raise RefusedError(CLIENT_GONE, "client-gone", "The client has left.")
            return await run_in_threadpool(work)

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._slots.locked() and self._waiting >= self._limit:
            raise RefusedError(
                429, "busy", f"{self._waiting} requests wait already; ask again.", {"Retry-After": "1"}
            )
        self._waiting += 1
        try:
            await self._slots.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._slots.release()
