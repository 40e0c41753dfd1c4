"""What every request passes first: its number, the name it was sent to, its size."""

import re
import uuid
from collections.abc import Collection
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from search_app.api.problems import RefusedError, refusal, unforeseen

LARGEST_BODY = 16 * 2**20
"""Bytes: a document to be searched in, as the page takes."""
_TOO_LARGE = 413
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Gate:
    """ASGI middleware. Numbers requests, and refuses foreign host names and bodies that are too large.

    Args:
        app: What comes behind it.
        hosts: Names the server may be called by; empty for any. A page of another site whose name points
            at 127.0.0.1 must not reach a server without keys.
        largest_body: Bytes.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str] = (), largest_body: int = LARGEST_BODY) -> None:
        self._app, self._hosts, self._largest = app, frozenset(hosts), largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the ASGI specification."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asked = headers.get("x-request-id", "")
        scope["request_id"] = asked if _ID.fullmatch(asked) else uuid.uuid4().hex

        started, body = False, _Counted(receive, self._largest)

        async def numbered(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                if body.exceeded and message["status"] != _TOO_LARGE:
                    raise _too_large(self._largest)  # The framework took it for one it could not parse.
                started = True
                MutableHeaders(scope=message)["X-Request-ID"] = scope["request_id"]
            await send(message)

        try:
            self._check(headers)
            await self._app(scope, body, numbered)
        except RefusedError as refused:
            response = refusal(Request(scope), refused)
        except Exception as error:
            if started:
                raise
            request = Request(scope)
            response = (
                refusal(request, _too_large(self._largest)) if body.exceeded else unforeseen(request, error)
            )
        else:
            return
        await response(scope, receive, numbered)

    def _check(self, headers: Headers) -> None:
        host = headers.get("host", "")
        name = host[1:].split("]", 1)[0] if host.startswith("[") else host.split(":", 1)[0]
        if self._hosts and name not in self._hosts:
            raise RefusedError(421, "another-host", "This server answers to the names of this machine only.")
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self._largest:
            raise _too_large(self._largest)


class _Counted:
    """Receives a body up to a size, whatever its header said."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive, self._left, self._largest = receive, largest, largest

    @property
    def exceeded(self) -> bool:
        """Whether more came than may."""
        return self._left < 0

    async def __call__(self) -> Any:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.exceeded:
            raise _too_large(self._largest)
        return message


def _too_large(largest: int) -> RefusedError:
    return RefusedError(_TOO_LARGE, "too-large", f"The body is larger than {largest // 2**20} MiB.")
