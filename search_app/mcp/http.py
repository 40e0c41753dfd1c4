"""The server over streamable HTTP, behind the gate and the keys of the HTTP interface."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from typing import Any

from fastapi.security.utils import get_authorization_scheme_param
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from search_app.api.access import Caller, Door, Rates
from search_app.api.gate import Gate
from search_app.api.keys import KeyFile
from search_app.api.model_queue import ModelQueue
from search_app.engine.service import SearchService
from search_app.mcp.server import make_server

PATH = "/mcp"
_LARGEST_BODY = 4 * 2**20
_CALLER = "search_app.caller"


def make_app(
    make_service: Callable[[], SearchService],
    queue: ModelQueue,
    keys: KeyFile | None = None,
    hosts: Collection[str] = (),
) -> Starlette:
    """Return the application, which answers at `PATH`.

    It keeps no sessions: every request stands for itself and shows its key, so that nobody goes on with
    what another key has begun.

    Args:
        make_service: Opens the service; it is closed with the application.
        queue: Where calls wait for the models.
        keys: Whose requests are let in; None lets everybody in.
        hosts: Names the server may be called by, and pages be served from; empty for any.
    """
    server = make_server(_caller, queue)
    inner = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=True,
        json_response=True,
        max_request_body_size=_LARGEST_BODY,
        transport_security=_security(hosts),
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with make_service() as service:
            app.state.door = Door(service, keys, Rates())
            async with server.session_manager.run():
                yield

    gate = Middleware(Gate, hosts=hosts, largest_body=_LARGEST_BODY)
    return Starlette(routes=[Mount("/", _LetIn(inner))], middleware=[gate], lifespan=lifespan)


class _LetIn:
    """ASGI middleware. Asks every request for its key and remembers who asks."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        door: Door = scope["app"].state.door
        scheme, secret = get_authorization_scheme_param(Headers(scope=scope).get("authorization"))
        given = secret if scheme.lower() == "bearer" else None
        scope[_CALLER] = await run_in_threadpool(door.caller, given, "search")
        await self._app(scope, receive, send)


async def _caller(context: Any) -> Caller:
    caller: Caller = context.request.scope[_CALLER]
    return caller


def _security(hosts: Collection[str]) -> TransportSecuritySettings:
    if not hosts:
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    names = [f"[{host}]" if ":" in host else host for host in hosts]
    return TransportSecuritySettings(
        allowed_hosts=[each for name in names for each in (name, f"{name}:*")],
        allowed_origins=[each for name in names for each in (f"http://{name}", f"http://{name}:*")],
    )
