"""Whether a JSON file is one object a line, one list, or values that span lines."""

import json
from typing import Literal

JsonForm = Literal["lines", "list", "values"]


def json_form(head: str) -> JsonForm:
    """Return the form of a file that begins so."""
    text = head.lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        return "list"
    if not text.startswith("{"):
        return "lines"
    first = text.split("\n", 1)[0].strip()
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        # Cut by the end of the head, or broken: a line of its own holds nothing but the brace, or a member.
        return "values" if first == "{" else "lines"
    return "values" if "\n" in text[:end] else "lines"
