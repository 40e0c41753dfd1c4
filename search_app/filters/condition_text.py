"""From the text of a filter to its words and the parts of a condition; quotes are minded, types are not."""

import re
from dataclasses import dataclass

from search_app.errors import BadInputError

_LONGEST = 1_100  # a field name of 100 characters, an operator and a thousand for the value
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_OPERATOR = re.compile(r"!=|>=|<=|[=<>]")
_WORD = re.compile(r"(?:AND|OR)(?=\s|\(|$)")
_NOT = re.compile(r"NOT(?=\s|\()")


@dataclass(frozen=True, slots=True)
class Piece:
    """A condition, or a mark: AND, OR, NOT or a bracket.

    Attributes:
        text: As written.
        mark: Whether it is a mark.
    """

    text: str
    is_mark: bool = False

    @property
    def mark(self) -> str:
        """The mark, or nothing for a condition."""
        return self.text if self.is_mark else ""


@dataclass(frozen=True, slots=True)
class Value:
    """One alternative of a condition.

    Attributes:
        text: Without its quotes.
        quoted: Whether it had any, so that `..` in it is no range.
    """

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class WrittenCondition:
    """A condition before its types are known.

    Attributes:
        text: As written.
        field: Name of the field.
        operator: One of = != < <= > >=, `?` or `!?`.
        values: Alternatives; none for `?`.
    """

    text: str
    field: str
    operator: str
    values: tuple[Value, ...] = ()


def split_words(text: str) -> list[Piece]:
    """Split a filter into conditions and marks; a bracket inside a value belongs to it."""
    pieces: list[Piece] = []
    at, depth = 0, 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == ")":
            pieces.append(Piece(")", True))
            at, depth = at + 1, depth - 1
        elif text[at] == "(":
            pieces.append(Piece("(", True))
            at, depth = at + 1, depth + 1
        elif found := _NOT.match(text, at) or _WORD.match(text, at):
            pieces.append(Piece(found[0], True))
            at = found.end()
        else:
            end = _end_of_condition(text, at, depth > 0)
            pieces.append(Piece(text[at:end].strip()))
            at = end
    return pieces


def _end_of_condition(text: str, at: int, in_brackets: bool) -> int:
    opened, before = 0, ""  # before: the last two characters that are no space
    while at < len(text):
        character = text[at]
        quoted = _QUOTED.match(text, at) if character == '"' and _may_quote(before) else None
        if quoted:
            at, before = quoted.end(), '"'
            continue
        if character == "(":
            opened += 1
        elif character == ")" and opened:
            opened -= 1
        elif character == ")" and in_brackets or character.isspace() and _WORD.match(text, at + 1):
            return at
        before = before if character.isspace() else before[-1:] + character
        at += 1
    return at


def _may_quote(before: str) -> bool:
    """A quotation mark opens a quoted text only where a name or a value begins."""
    return not before or before[-1] in "=<>|!" or before == ".."


def read_condition(text: str) -> WrittenCondition:
    """Read the field, the operator and the values.

    Raises:
        BadInputError: Quotes the condition that cannot be read.
    """
    if len(text) > _LONGEST:
        raise _unreadable(text)
    name = _QUOTED.match(text.removeprefix("!")) if text.startswith(('"', '!"')) else None
    begin = (name.end() + text.startswith("!")) if name else 0
    operator = _OPERATOR.search(text, begin)
    if operator is None:
        return _presence(text, name[0] if name else None)
    field = text[: operator.start()].strip()
    if name and field != name[0]:
        raise _unreadable(text)
    values = _values(text[operator.end() :].strip())
    field = _unquoted(field).text if name else field
    if not field or any(not value.text and not value.quoted for value in values):
        raise _unreadable(text)
    return WrittenCondition(text, field, operator[0], values)


def _presence(text: str, name: str | None) -> WrittenCondition:
    operator = "!?" if text.startswith("!") else "?"
    field = text.removeprefix("!").removesuffix("?").strip()
    if not text.endswith("?") or not field or (name and field != name):
        raise _unreadable(text)
    return WrittenCondition(text, _unquoted(field).text, operator)


def _values(text: str) -> tuple[Value, ...]:
    values, at, begin = [], 0, 0
    while at < len(text):
        quoted = _QUOTED.match(text, at) if text[at] == '"' and not text[begin:at].strip() else None
        if quoted:
            at = quoted.end()
        elif text[at] == "|":
            values.append(_unquoted(text[begin:at].strip()))
            at += 1
            begin = at
        else:
            at += 1
    return (*values, _unquoted(text[begin:].strip()))


def _unquoted(text: str) -> Value:
    if len(text) >= 2 and _QUOTED.fullmatch(text):
        return Value(re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL), quoted=True)
    return Value(text)


def _unreadable(text: str) -> BadInputError:
    shown = repr(text) if len(text) <= 100 else f"{text[:100]!r} and so on"
    return BadInputError(
        f"filter {shown}", "field=value, field!=value, field>=number, field=low..high or field?"
    )
