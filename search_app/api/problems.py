"""Errors as problem objects (RFC 9457): the three parts of ours, never a trace."""

import logging
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from search_app.errors import (
    BadInputError,
    BusyError,
    CorruptError,
    MismatchError,
    NotFoundError,
    SearchAppError,
    UnavailableError,
)

_log = logging.getLogger(__name__)
_STATUS: Mapping[type[SearchAppError], int] = {
    BadInputError: 422,
    NotFoundError: 404,
    BusyError: 409,
    MismatchError: 409,
    UnavailableError: 503,
    CorruptError: 500,
}
UNFORESEEN = "Something unexpected went wrong; the server's log says what."
MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong.

    Attributes:
        type: Kind of the problem, a name below "urn:search-app:".
        title: The kind in words.
        status: Of the response.
        detail: What was given, what was expected, what to do.
        given: What was found or passed in.
        expected: What would have been accepted.
        todo: What to do next.
        request_id: Names the request in the log.
    """

    type: str
    title: str
    status: int
    detail: str
    given: str = ""
    expected: str = ""
    todo: str = ""
    request_id: str = ""


class RefusedError(Exception):
    """A request that is not served: its key, its size, or how many came before it.

    Args:
        status: Of the response.
        kind: Name of the problem.
        detail: One sentence.
        headers: Of the response.
    """

    def __init__(self, status: int, kind: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.headers = status, kind, detail, dict(headers or {})


def make_problem(status: int, kind: str, detail: str, **parts: str) -> Problem:
    """Return a problem of a kind; `parts` are its given, expected and todo."""
    title = kind.replace("-", " ").capitalize()
    return Problem(type=f"urn:search-app:{kind}", title=title, status=status, detail=detail, **parts)


def problem(request: Request, status: int, kind: str, detail: str, **more: Any) -> JSONResponse:
    """Return a response with a problem object."""
    headers = more.pop("headers", None)
    return _response(request, make_problem(status, kind, detail, **more), headers)


def _response(request: Request, found: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    numbered = found.model_copy(update={"request_id": request.scope.get("request_id", "")})
    return JSONResponse(numbered.model_dump(exclude_defaults=True), found.status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of an application a problem object."""
    app.add_exception_handler(SearchAppError, _ours)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _ours(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, SearchAppError):
        raise error
    found = problem_of(error)
    if found.status == 500:
        _log.error("request %s: %s", request.scope.get("request_id"), error)
    return _response(request, found)


def problem_of(error: SearchAppError) -> Problem:
    """Return one of our errors as a problem.

    What is damaged is named by its path, which is the operator's to know: there, only the log says it.
    """
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
    kind = type(error).__name__.removesuffix("Error")
    name = "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in kind).lstrip("-")
    if status == 500:
        return make_problem(status, name, "The collection cannot be read; the server's log says why.")
    return make_problem(status, name, str(error), given=error.given, expected=error.expected, todo=error.todo)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RefusedError):
        raise error
    return refusal(request, error)


def refusal(request: Request, error: RefusedError) -> JSONResponse:
    """Return the response to a request that is not served."""
    return problem(request, error.status, error.kind, error.detail, headers=error.headers)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"] if part != "body") or "the body"
    given = f"{place}: {str(first.get('input', ''))[:100]!r}"
    return problem(
        request, 422, "bad-input", f"{place}: {first['msg']}", given=given, expected=str(first["msg"])
    )


async def _http(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        raise error
    kinds = {400: "bad-input", 404: "no-such-address", 405: "method-not-allowed"}
    return problem(
        request, error.status_code, kinds.get(error.status_code, "refused"), str(error.detail),
        headers=error.headers,
    )  # fmt: skip


def unforeseen(request: Request, error: Exception) -> JSONResponse:
    """Return the response to an error nobody foresaw; its details are in the log alone."""
    _log.error("request %s failed", request.scope.get("request_id"), exc_info=error)
    return problem(request, 500, "unforeseen", UNFORESEEN)
