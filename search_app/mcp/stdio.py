"""The server over standard input and output, for a client that starts it."""

import asyncio

from mcp.server.stdio import stdio_server
from starlette.concurrency import run_in_threadpool

from search_app.api.access import Caller, Door
from search_app.api.model_queue import ModelQueue
from search_app.mcp.server import make_server


def run_stdio(door: Door, secret: str | None, queue: ModelQueue) -> None:
    """Serve until standard input ends. Whatever else is printed meanwhile goes to standard error.

    Args:
        door: Lets the client in, anew at every call: a key that is removed is refused from then on.
        secret: The client's key.
        queue: Where calls wait for the models.
    """

    async def caller(_context: object) -> Caller:
        return await run_in_threadpool(door.caller, secret, "search")

    async def serve() -> None:
        server = make_server(caller, queue)
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    asyncio.run(serve())
