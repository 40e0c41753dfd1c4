"""The form all parsed text has: paragraphs separated by one blank line, valid Unicode."""

import re

from search_app.parsing.decoding import without_c1

_TRAILING = re.compile(r"[ \t\f\v]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")


def tidy(text: str) -> str:
    """Return the text with single blank lines and without control characters and lone surrogates."""
    valid = text.encode("utf-8", errors="replace").decode("utf-8")
    lines = _CONTROLS.sub("", without_c1(valid).replace("\r\n", "\n").replace("\r", "\n"))
    return _BLANK_LINES.sub("\n\n", _TRAILING.sub("", lines)).strip()
