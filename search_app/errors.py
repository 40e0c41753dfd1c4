"""Errors a user can act on: what was given, what was expected, what to do next."""


class SearchAppError(Exception):
    """Base of every error the command line shows as one message instead of a traceback.

    Args:
        given: What was found or passed in.
        expected: What would have been accepted; names the accepted values where they can be listed.
        todo: What to type or check next.
    """

    exit_code = 1

    def __init__(self, given: str, expected: str = "", todo: str = "") -> None:
        self.given, self.expected, self.todo = given, expected, todo
        parts = [given.rstrip(".")]
        if expected:
            parts.append(f"expected {expected.rstrip('.')}")
        message = "; ".join(parts) + "."
        super().__init__(f"{message} {todo[0].upper()}{todo[1:].rstrip('.')}." if todo else message)


def first_line(error: BaseException, most: int | None = 200) -> str:
    """Return the first line of what an error of a library says, cut to `most` characters, else its type."""
    return (str(error).splitlines() or [type(error).__name__])[0][:most]


class BadInputError(SearchAppError):
    """Input or options that cannot be used as given."""

    exit_code = 2


class NotFoundError(SearchAppError):
    """A collection, lane, model, document or file that does not exist."""

    exit_code = 3


class InvalidVectorError(SearchAppError):
    """A vector that must not reach a store: wrong dimension, NaN, infinite or unsorted."""


class CorruptError(SearchAppError):
    """Stored state that is incomplete, altered, or fails its checksum."""

    exit_code = 4


class BusyError(SearchAppError):
    """Something another process holds: a collection being written, or a port."""

    exit_code = 6


class UnavailableError(SearchAppError):
    """A service or runtime that cannot be reached or started: Qdrant, Java."""

    exit_code = 7


class MismatchError(SearchAppError):
    """Vectors of one model meeting a collection of another."""

    exit_code = 8
