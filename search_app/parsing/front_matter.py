"""What a Markdown file says about itself before its text, in YAML, TOML or JSON."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping

Metadata = Mapping[str, str | list[str]]

_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(
    r"(?P<quote>[\"']?)(?P<key>[^\s:#\"'\[{-][^:\"']*?)(?P=quote)[ \t]*:(?:[ \t]+(?P<value>.*))?$"
)
_COMMENT = re.compile(r"(?:^|[ \t])#.*$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)$")
_IN_LIST = re.compile(r"\s*(?:\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')|[^,\[\]]+")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/"}


def front_matter(text: str) -> tuple[Metadata, str]:
    """Return what stands there, and the text after it; ({}, text) where there is none.

    Of YAML simple entries are read, as they are written: texts, lists of texts and folded lines; anchors,
    objects and the like are passed over.
    """
    if toml := _TOML.match(text):
        try:
            return _simple(tomllib.loads(toml[1])), text[toml.end() :]
        except tomllib.TOMLDecodeError:
            return {}, text[toml.end() :]
    if text.startswith("{"):
        return _json(text)
    yaml = _YAML.match(text)
    if yaml is None:
        return {}, text
    lines = yaml[1].split("\n")
    if not any(_KEY.match(line) for line in lines) and any(_COMMENT.sub("", line).strip() for line in lines):
        return {}, text  # two rules with a paragraph between them
    return _entries(lines), text[yaml.end() :]


def _json(text: str) -> tuple[Metadata, str]:
    """Return an object that stands alone before the text; a text that is nothing but JSON has none."""
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return {}, text
    alone = text[end:].startswith(("\n", "\r")) and text[end:].strip()
    return (_simple(values), text[end:].lstrip("\n")) if isinstance(values, dict) and alone else ({}, text)


def _simple(values: Mapping[str, object]) -> Metadata:
    found: dict[str, str | list[str]] = {}
    for key, value in values.items():
        if isinstance(value, list):
            found[key] = [str(item) for item in value if not isinstance(item, dict | list)]
        elif not isinstance(value, dict):
            found[key] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def _entries(lines: list[str]) -> Metadata:
    found: dict[str, str | list[str]] = {}
    for number, line in enumerate(lines):
        entry = _KEY.match(line)
        if entry is None:
            continue
        value = (entry["value"] or "").strip()
        if not value.startswith(('"', "'")):
            value = _COMMENT.sub("", value).strip()
        read = _value(value, _block(lines[number + 1 :]))
        if read:
            found[entry["key"].strip()] = read
    return found


def _block(lines: Iterable[str]) -> list[str]:
    """Return the lines that belong to a key: indented, empty, or items of a list."""
    found = []
    for line in lines:
        if line.strip() and not line[0].isspace() and not _ITEM.match(line):
            break
        found.append(line)
    return found


def _value(value: str, block: list[str]) -> str | list[str]:
    if re.fullmatch(r"[|>][+-]?\d?", value):
        separator = "\n" if value.startswith("|") else " "
        return separator.join(line.strip() for line in block).strip()
    if not value:
        items = [item[1] for line in block if (item := _ITEM.match(line))]
        return [_scalar(item) for item in items if not _KEY.match(item)]
    if value.startswith("["):
        whole = " ".join([value, *(line.strip() for line in block)])
        inner = _IN_LIST.findall(whole.strip().removeprefix("["))
        return [read for item in inner if (read := _scalar(item))]
    if value[0] in "{&*!":
        return ""
    lines = [line.strip() for line in block if line.strip() and not _ITEM.match(line)]
    return _scalar(" ".join([value, *lines]))


def _scalar(value: str) -> str:
    value = value.strip()
    if quoted := re.match(r'"((?:[^"\\]|\\.)*)"', value):
        return re.sub(r"\\(.)", lambda sign: _ESCAPES.get(sign[1], sign[0]), quoted[1])
    if quoted := re.match(r"'((?:[^']|'')*)'", value):
        return quoted[1].replace("''", "'")
    plain = _COMMENT.sub("", value).strip()
    return "" if plain in ("~", "null", "Null", "NULL") else plain
