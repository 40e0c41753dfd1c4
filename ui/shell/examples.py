"""Questions to start with."""

_QUESTIONS = {
    "python-docs": (
        "run a command with a timeout and capture its output",
        "merge several sorted lists into one",
        "parse a date from a string",
        "remove a directory and everything in it",
        "cancel a task after a timeout",
    ),
}


def example_questions(collection: str) -> tuple[str, ...]:
    """Return questions a collection can answer; only those the project itself fills have any."""
    return _QUESTIONS.get(collection, ())
