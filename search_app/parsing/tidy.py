"""The form all parsed text has: paragraphs separated by one blank line, valid Unicode."""

import re

from search_app.parsing.decoding import without_c1

_TRAILING = re.compile(r"[ \t\f\v]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Where a word may be broken or must not be: nothing that a reader sees or a query holds."""

_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


def without_unseen(text: str) -> str:
    """Return the text without soft hyphens and other marks of where words may be broken."""
    return _UNSEEN.sub("", text)


def tidy(text: str) -> str:
    """Return the text with single blank lines, no control characters, and ligatures as their letters."""
    valid = text.encode("utf-8", errors="replace").decode("utf-8")
    lines = _CONTROLS.sub("", without_c1(valid).replace("\r\n", "\n").replace("\r", "\n"))
    seen = without_unseen(lines).translate(_LIGATURES)
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", seen)).strip()
