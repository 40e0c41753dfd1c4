"""A file that cannot be turned into text."""

from pathlib import Path

from search_app.errors import BadInputError


class UnreadableFileError(BadInputError):
    """Names the file and says why.

    Args:
        path: The file.
        reason: What is wrong with it, in words that complete a sentence.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{path} cannot be read: {reason}")
