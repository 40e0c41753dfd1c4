"""The values of a JSON file that are no lines: pretty-printed, in a list, or one after another."""

import re
from collections.abc import Iterable, Iterator

_TOKEN = re.compile(r'["{}\[\]\\\n]')
MAX_VALUE_CHARACTERS = 64 * 2**20
"""A longer value is refused: it would have to be held whole to be parsed."""


def json_values(pieces: Iterable[str], in_list: bool) -> Iterator[tuple[int, str | None, str | None]]:
    """Yield (number of the first line, text of the value or None, why there is none).

    Only brackets and quotes are looked at, so a value that is no JSON is found out by its parser and the
    next one is unharmed.

    Args:
        pieces: The text, in any pieces.
        in_list: Whether the values are the elements of one list.
    """
    scan = _Scan(1 if in_list else 0)
    for piece in pieces:
        yield from scan.feed(piece)
    if scan.open:
        yield scan.began, None, "the file ends within this value"
    elif in_list and not scan.closed:
        yield scan.line, None, "the file ends before its list does"


class _Scan:
    """Depth and quotes while a file passes by."""

    def __init__(self, base: int) -> None:
        self._base = base
        self._depth = 0
        self._quoted = False
        self._escaped = False
        self._held: list[str] = []
        self._length = 0
        self._strays: str = ""
        self.line = 1
        self.began = 1
        self.closed = False

    @property
    def open(self) -> bool:
        """True within a value."""
        return self._depth > self._base

    def feed(self, piece: str) -> Iterator[tuple[int, str | None, str | None]]:
        """Yield what ends in this piece."""
        start = 0
        position = 0
        if self._escaped:
            self._escaped, position = False, 1
        while found := _TOKEN.search(piece, position):
            at, sign = found.start(), found.group()
            position = at + 1
            if sign == "\n":
                self.line += 1
            elif sign == "\\":
                if self._quoted:
                    self._escaped = position == len(piece)
                    self.line += piece[position : position + 1] == "\n"
                    position += 1
            elif sign == '"':
                self._quoted = not self._quoted
            elif not self._quoted and sign in "{[":
                self._depth += 1
                if self._depth == self._base + 1:
                    yield from self._stray(piece[start:at])
                    start, self.began = at, self.line
            elif not self._quoted:
                self._depth -= 1
                if self._depth == self._base:
                    yield self._value(piece[start:position])
                    start = position
                elif self._depth < self._base:
                    yield from self._stray(piece[start:at])
                    self._depth, self.closed, self._base, start = 0, True, 0, position
        self._rest(piece[start:])
        if not self.open:
            self._length = 0

    def _rest(self, rest: str) -> None:
        if self.open:
            self._length += len(rest)
            if self._length <= MAX_VALUE_CHARACTERS:
                self._held.append(rest)
            else:
                self._held.clear()
        else:
            self._strays = (self._strays + rest)[-200:]

    def _value(self, end: str) -> tuple[int, str | None, str | None]:
        held, length = self._held, self._length + len(end)
        self._held, self._length = [], 0
        if length > MAX_VALUE_CHARACTERS:
            return self.began, None, f"the value has more than {MAX_VALUE_CHARACTERS:,} characters"
        return self.began, "".join([*held, end]), None

    def _stray(self, between: str) -> Iterator[tuple[int, str | None, str | None]]:
        """Yield what stands between values and is none, such as a number in a list of objects."""
        text = (self._strays + between).strip(" \t\r\n,[")
        self._strays = ""
        if text:
            yield self.line, None, f"not a JSON object: {text[:60]}"
