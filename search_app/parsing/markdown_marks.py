"""A line of Markdown as it is read: without the marks of links, emphasis and code."""

import re
from html import unescape

_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\])")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_EMPHASIS = re.compile(r"(\*{1,3}|~~)(?=\S)(.+?)(?<=\S)\1|(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\3(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_HELD = 0xE000
"""Escaped signs and code are kept apart as signs for private use, so that no mark is seen in them."""


def without_marks(line: str) -> str:
    """Return the words of a heading."""
    if not any(sign in line for sign in "[`*_~\\<&"):
        return line.strip()
    held: list[str] = []

    def hold(text: str) -> str:
        held.append(text)
        return chr(_HELD + len(held) - 1)

    text = _CODE.sub(lambda code: hold(code[2].strip() or code[2]), line)
    text = _ESCAPED.sub(lambda sign: hold(sign[1]), text)
    for _ in range(4):  # a picture within a link, strong within emphasis
        text = _EMPHASIS.sub(lambda marks: marks[2] or marks[4], _LINK.sub(r"\1", text))
    text = unescape(_TAG.sub("", text))
    for number, kept in enumerate(held):
        text = text.replace(chr(_HELD + number), kept)
    return " ".join(text.split())
