"""Failures of a Qdrant server in words a user can act on, and which of them may pass by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from json import JSONDecodeError

from search_app.errors import BadInputError, NotFoundError, SearchAppError, UnavailableError

_TRANSIENT_HTTP = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_TRANSIENT_GRPC = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED", "ABORTED"}
_NODE_LOST = "operations failed"
"""A cluster that has just lost a node answers 500 or INTERNAL, "1 of 1 read operations failed"."""
_REFUSED = {"401", "UNAUTHENTICATED"}
_FORBIDDEN = {"403", "PERMISSION_DENIED"}
_ABSENT = {"404", "NOT_FOUND"}
_BAD = {"400", "422", "INVALID_ARGUMENT"}
_UNREACHED = {"", "UNAVAILABLE", "DEADLINE_EXCEEDED"}
_MISADDRESSED = {
    "WRONG_VERSION_NUMBER": ("is asked by https but answers plain http", "write http:// in QDRANT_URL"),
    "CERTIFICATE_VERIFY_FAILED": (
        "has a certificate that this machine does not trust",
        "put the authority's certificate into the system's store",
    ),
    "illegal request line": (
        "answers gRPC, not REST",
        "name the REST port in QDRANT_URL, which is 6333 as a rule, not 6334",
    ),
}
"""{what the client says: (what is wrong, what to do)} where the address is at fault, not the server."""


def is_transient(error: BaseException) -> bool:
    """True when the same request may succeed a moment later."""
    from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
    from qdrant_client.http.exceptions import ResponseHandlingException

    if _misaddressed(error):
        return False
    if isinstance(error, ResponseHandlingException | ResourceExhaustedResponse):
        return True
    code = _code(error)
    if code in {"500", "INTERNAL"}:
        return _NODE_LOST in _said(error)
    return code in _TRANSIENT_GRPC or (code.isdigit() and int(code) in _TRANSIENT_HTTP)


def is_forbidden(error: BaseException | None) -> bool:
    """True when the key is known and may not do what was asked."""
    return error is not None and _code(error) in _FORBIDDEN


@contextmanager
def server_failures(where: str) -> Iterator[None]:
    """Turn what the client raises into a `SearchAppError`.

    Args:
        where: The server and the collection, for the message; holds no secret.
    """
    from grpc import RpcError  # type: ignore[import-untyped]  # grpcio ships no annotations
    from qdrant_client.common.client_exceptions import QdrantException
    from qdrant_client.http.exceptions import ApiException

    try:
        yield
    except (RpcError, ApiException, QdrantException) as error:
        raise _described(where, error) from error
    except JSONDecodeError as error:
        raise UnavailableError(
            f"{where} answers, but not as Qdrant does", "the address of a Qdrant server", "correct QDRANT_URL"
        ) from error
    except ValueError as error:
        # The client's in-process mode knows no status codes.
        if "not found" in str(error):
            raise _absent(where) from error
        raise


def _described(where: str, error: Exception) -> SearchAppError:
    code = _code(error)
    if code in _REFUSED:
        return UnavailableError(
            f"{where} refused the API key", "the key the server was started with", "set QDRANT_API_KEY"
        )
    if code in _FORBIDDEN:
        return UnavailableError(
            f"{where} does not let this API key do that: the key may only read, or only other collections",
            "a key that may do it",
            "set QDRANT_API_KEY",
        )
    if code in _ABSENT:
        return _absent(where)
    if found := _misaddressed(error):
        problem, todo = found
        return UnavailableError(f"{where} {problem}", "", todo)
    if code in _UNREACHED:
        return UnavailableError(
            f"{where} cannot be reached ({_detail(error)})",
            "a running Qdrant server",
            "start it with `docker compose up -d qdrant`, or correct QDRANT_URL",
        )
    if code in _BAD:
        return BadInputError(f"{where} refused the request ({_detail(error)})")
    return UnavailableError(
        f"{where} failed with {code} ({_detail(error)})", "", "look into the server's log, then try again"
    )


def _misaddressed(error: BaseException) -> tuple[str, str] | None:
    """What is wrong with the address, and what to do; no time mends that."""
    if _code(error) not in _UNREACHED:
        return None
    said = _said(error)
    return next((found for sign, found in _MISADDRESSED.items() if sign in said), None)


def _absent(where: str) -> NotFoundError:
    return NotFoundError(
        f"{where} does not exist", "", "ingest it, or list the collections with `search-app collections list`"
    )


def _code(error: BaseException) -> str:
    """Return the HTTP status or the name of the gRPC status; empty when no answer came at all."""
    status = getattr(error, "status_code", None)
    if status is not None:
        return str(int(status))
    code = getattr(error, "code", None)
    return str(code().name) if callable(code) else ""


def _detail(error: Exception) -> str:
    return _said(error)[:200]


def _said(error: BaseException) -> str:
    details = getattr(error, "details", None)
    text = details() if callable(details) else str(error)
    return " ".join(str(text or type(error).__name__).split())
