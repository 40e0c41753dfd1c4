"""Questions to start with."""

_QUESTIONS = {
    "python-docs": (
        "run a command with a timeout and capture its output",
        "how do I iterate over two lists at the same time",
        "parse a date from a string",
        "remove a directory and everything in it",
        "cancel a task after a timeout",
    ),
}


def example_questions(collection: str) -> tuple[str, ...]:
    """Return questions a collection can answer; only those the project itself fills have any."""
    return _QUESTIONS.get(collection, ())
