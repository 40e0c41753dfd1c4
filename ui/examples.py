"""Questions to start with."""

_QUESTIONS = {
    "python-docs": (
        "run a function in another process and wait for its result",
        "how do I merge two dictionaries",
        "parse a date from a string",
        "cancel a task after a timeout",
        "remove a directory and everything in it",
    ),
}


def example_questions(collection: str) -> tuple[str, ...]:
    """Return questions a collection can answer; only those the project itself fills have any."""
    return _QUESTIONS.get(collection, ())
