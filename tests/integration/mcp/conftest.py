import asyncio
import concurrent.futures
import contextlib
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from fixtures.page_collections import PageData

from search_app.api.keys import KeyFile
from search_app.api.model_queue import ModelQueue
from search_app.engine.service import SearchService
from search_app.settings import Settings

pytest.importorskip("mcp", reason="the SDK is in the extra mcp")

from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from search_app.mcp.http import PATH, make_app

Ask = Callable[[Client], Awaitable[Any]]
"""What a test does with a client."""


class Server:
    """A server over HTTP in a thread of its own, with keys or without."""

    def __init__(self, settings: Settings, keys: KeyFile | None, hosts: tuple[str, ...]) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        app = make_app(lambda: SearchService(settings), ModelQueue(2, 32), keys, hosts)
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="warning")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{PATH}"

    def ask(self, work: Ask, secret: str | None = None, mode: str = "auto") -> Any:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}

        async def run() -> Any:
            async with contextlib.AsyncExitStack() as stack:
                http = await stack.enter_async_context(http_client(headers))
                transport = streamable_http_client(self.url, http_client=http)
                client = await stack.enter_async_context(Client(transport, mode=mode))
                return await work(client)

        return finished(run())

    def post(self, content: bytes, **headers: str) -> httpx.Response:
        accepted = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
        return httpx.post(self.url, content=content, headers={**accepted, **headers}, timeout=60)


def finished(work: Coroutine[Any, Any, Any]) -> Any:
    """What the work returns, from a thread of its own: an open browser holds a loop in the test's."""
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def http_client(headers: dict[str, str]) -> Any:
    import httpx2

    return httpx2.AsyncClient(headers=headers, timeout=60)


@contextlib.contextmanager
def serving(settings: Settings, keys: KeyFile | None = None, hosts: tuple[str, ...] = ()) -> Iterator[Server]:
    found = Server(settings, keys, hosts)
    found.thread.start()
    while not found.server.started:
        time.sleep(0.02)
    yield found
    found.server.should_exit = True
    found.thread.join(30)


@pytest.fixture(scope="session")
def over_http(page_settings: Settings) -> Iterator[Server]:
    """A server on this machine's own address, without keys."""
    with serving(page_settings, hosts=("127.0.0.1", "localhost", "::1")) as server:
        yield server


@pytest.fixture(scope="session")
def keyed(page_settings: Settings, tmp_path_factory: pytest.TempPathFactory):
    """A server that wants keys, and keys by name."""
    keys = KeyFile(tmp_path_factory.mktemp("keys"))
    secrets = {
        "all": keys.add("all"),
        "code": keys.add("code", filters=["kind=code"]),
        "other": keys.add("other", filters=["team=blue"]),
        "slow": keys.add("slow", rate=1),
    }
    with serving(page_settings, keys) as server:
        yield server, secrets


@pytest.fixture(scope="session")
def over_stdio(page_data: PageData) -> Callable[..., Any]:
    """Runs work with a client that has started the command."""

    def ask(work: Ask, mode: str = "auto", **environment: str) -> Any:
        found = StdioServerParameters(
            command=sys.executable,
            args=["-m", "search_app.cli.main", "mcp"],
            env={**page_data.environment, **environment},
        )

        async def run() -> Any:
            async with Client(found, mode=mode) as client:
                return await work(client)

        return finished(run())

    return ask
