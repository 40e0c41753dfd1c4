"""How much of a passage a model reads."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable


@runtime_checkable
class PassageWindow(Protocol):
    """An encoder that reads only so many tokens of a passage. Thread-safe."""

    @property
    def passage_room(self) -> int:
        """Tokens of a passage it reads, title included; special tokens and a prompt not counted."""

    def token_starts(self, text: str) -> Sequence[int]:
        """Return the character at which each token of `text` starts, in order."""
