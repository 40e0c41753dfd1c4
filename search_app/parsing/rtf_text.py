"""Rich text to plain text; footnotes, headers and footers come last."""

import codecs
import re
from dataclasses import dataclass, field, replace

from search_app.parsing.docx_symbols import symbol
from search_app.parsing.junk_titles import real_title
from search_app.parsing.parsed_document import FileText
from search_app.parsing.rtf_words import APART, CODE_PAGES, READ_ALL_THE_SAME, SIGNS, SKIPPED

_TOKEN = re.compile(
    r"\\(?:(?P<word>[A-Za-z]+)(?P<number>-?\d{1,10})?[ ]?|'(?P<byte>[0-9A-Fa-f]{2})|(?P<sign>[^A-Za-z']))"
    r"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)|.",
    re.DOTALL,
)
_SYMBOLS = 2


def parse_rtf(content: bytes, limits: object) -> FileText:
    """Return title and text; what is hidden or was deleted is left out, comments are counted.

    Raises:
        ValueError: With one sentence, when it is no rich text.
    """
    if not content.lstrip().startswith(b"{\\rtf"):
        raise ValueError("not a rich text file")
    reading = _Reading()
    reading.read(content.decode("latin-1"))
    texts = [reading.found("text"), reading.found("note")]
    texts += dict.fromkeys(
        line for line in reading.found("header").split("\n") if any(map(str.isalpha, line))
    )
    notes = []
    if reading.comments:
        said = "1 comment was" if reading.comments == 1 else f"{reading.comments:,} comments were"
        notes.append(f"{said} left out")
    if reading.depth:
        notes.append("the file ends before it is whole")
    return FileText(real_title(reading.found("title")), "\n\n".join(filter(str.strip, texts)), tuple(notes))


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group.

    Attributes:
        place: Where text goes; None leaves it out.
        hidden: Whether it is not shown.
        font: Number of the font.
        fallback: Characters that stand after a Unicode sign for older programs.
        starred: Whether the group began with the mark of destinations to pass over when not known.
        fonts: Whether the group is the table of fonts.
    """

    place: str | None = "text"
    hidden: bool = False
    font: int = 0
    fallback: int = 1
    starred: bool = False
    fonts: bool = False


@dataclass(slots=True)
class _Reading:
    pieces: dict[str, list[str]] = field(default_factory=dict)
    comments: int = 0
    depth: int = 0
    _code_page: str = "cp1252"
    _charsets: dict[int, int] = field(default_factory=dict)
    _bytes: bytearray = field(default_factory=bytearray)
    _skip: int = 0
    _high: int = 0

    def found(self, place: str) -> str:
        return "".join(self.pieces.get(place, ()))

    def read(self, text: str) -> None:
        state, stack, at = _State(), list[_State](), 0
        while at < len(text):
            token = _TOKEN.match(text, at)
            if token is None:
                break
            at = token.end()
            if token["byte"]:
                self._take_byte(int(token["byte"], 16), state)
                continue
            if token["text"] is not None and not token["text"].isascii():
                for sign in token["text"]:
                    self._take_byte(ord(sign), state)
                continue
            self._flush(state)
            if token["brace"] == "{":
                stack.append(state)
                state = replace(state, starred=False)
            elif token["brace"]:
                self._close(state, stack[-1] if stack else state)
                state, self._skip = (stack.pop() if stack else _State()), 0
            elif token["word"]:
                number = int(token["number"]) if token["number"] else None
                if token["word"] == "bin":
                    at += max(number or 0, 0)
                state = self._word(token["word"], number, state)
            elif token["sign"] == "*":
                state = replace(state, starred=True)
            elif token["sign"]:
                self._put(SIGNS.get(token["sign"], ""), state)
            elif token["text"]:
                shown = token["text"][self._skip :]
                self._skip = max(0, self._skip - len(token["text"]))
                self._put(shown, state)
        self._flush(state)
        self.depth = len(stack)

    def _word(self, word: str, number: int | None, state: _State) -> _State:
        if word == "u" and number is not None:
            self._unicode(number % 0x10000, state)
            self._skip = state.fallback
            return state
        if word in APART or word in ("title", "upr"):
            return self._destination(word, state)
        if word in READ_ALL_THE_SAME:
            return replace(state, place="text" if word == "ud" else state.place, starred=False)
        if word in SKIPPED or state.starred:
            return replace(state, place="info" if word == "info" else None, fonts=word == "fonttbl")
        if word in SIGNS:
            self._put(SIGNS[word], state)
            return state
        return self._setting(word, number, state)

    def _destination(self, word: str, state: _State) -> _State:
        if word == "title":
            return replace(state, place="title") if state.place == "info" else state
        if word == "upr":
            return replace(state, place=None)
        place = APART[word]
        self.comments += place == "comment"
        return replace(state, place=None if place == "comment" else place, starred=False)

    def _setting(self, word: str, number: int | None, state: _State) -> _State:
        match word:
            case "ansicpg" if number:
                self._code_page = _codec(number)
            case "mac":
                self._code_page = "mac_roman"
            case "uc":
                return replace(state, fallback=max(number or 0, 0))
            case "f":
                return replace(state, font=number or 0)
            case "fcharset" if state.fonts:
                self._charsets[state.font] = number or 0
            case "v" | "deleted":
                return replace(state, hidden=number != 0)
            case "plain":
                return replace(state, hidden=False)
        return state

    def _close(self, state: _State, outer: _State) -> None:
        if state.place in ("note", "header") and outer.place != state.place:
            self.pieces.setdefault(state.place, []).append("\n\n")

    def _take_byte(self, byte: int, state: _State) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes.append(byte)

    def _unicode(self, unit: int, state: _State) -> None:
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
        elif 0xDC00 <= unit < 0xE000:
            if self._high:
                self._put(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00), state)
            self._high = 0
        else:
            private = 0xE000 <= unit < 0xF900
            self._put(symbol(f"{unit:x}", "symbol") if private else chr(unit), state)

    def _flush(self, state: _State) -> None:
        """Decode the bytes that came one by one: a character may need several."""
        if self._bytes:
            charset = self._charsets.get(state.font, 0)
            data = bytes(self._bytes)
            self._bytes.clear()
            if charset == _SYMBOLS:
                self._put("".join(symbol(f"{byte:x}", "symbol") for byte in data), state)
            else:
                self._put(data.decode(CODE_PAGES.get(charset, self._code_page), errors="replace"), state)

    def _put(self, text: str, state: _State) -> None:
        if text and state.place is not None and not state.hidden:
            self.pieces.setdefault(state.place, []).append(text)


def _codec(number: int) -> str:
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030"}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
