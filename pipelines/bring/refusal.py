"""What is refused instead of being approximated."""

from search_app.errors import BadInputError


def refused(reason: str, expected: str = "", todo: str = "") -> BadInputError:
    """Return the error that says why a model cannot be served exactly."""
    return BadInputError(f"the model cannot be served exactly: {reason}", expected, todo)
