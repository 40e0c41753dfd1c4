"""One difficult document and what is expected of it."""

import re
import unicodedata
from dataclasses import dataclass

_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f]")


@dataclass(frozen=True, slots=True)
class HardDocument:
    """A file with its expectations.

    Attributes:
        name: Its file name; the suffix says what it is.
        difficulty: What is hard about it, in a few words.
        content: Its bytes.
        words: Words or phrases that a reader of it sees.
        never: Words that no reader of it sees.
        title: What it calls itself, where that is hard to tell.
    """

    name: str
    difficulty: str
    content: bytes
    words: tuple[str, ...]
    never: tuple[str, ...] = ()
    title: str | None = None

    @property
    def kind(self) -> str:
        """The suffix without its dot."""
        return self.name.rpartition(".")[2]

    def lost(self, text: str) -> list[str]:
        """Return the words that a text should hold and does not."""
        plain = _plain(text)
        return [word for word in self.words if not _holds(plain, word)]

    def leaked(self, text: str) -> list[str]:
        """Return the words that a text holds and should not."""
        plain = _plain(text)
        return [word for word in self.never if _holds(plain, word)]


def listed(words: str) -> tuple[str, ...]:
    """Return words that are separated by spaces; an underscore stands for a space within a phrase."""
    return tuple(word.replace("_", " ") for word in words.split())


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _holds(plain: str, word: str) -> bool:
    """True when a word stands there by itself; scripts without spaces are looked for within the line."""
    wanted = _plain(word)
    if _WITHOUT_SPACES.search(wanted):
        return wanted in plain
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", plain) is not None
