"""Jupyter notebooks to plain text: the cells in their order, and what they printed."""

import json
from collections.abc import Iterator
from typing import Any

from search_app.parsing.limits import ParseLimits
from search_app.parsing.markdown_head import markdown_head
from search_app.parsing.parsed_document import FileText


def parse_notebook(content: bytes, limits: ParseLimits) -> FileText:
    """Return the first heading of the notes and the text; pictures among the output are counted in a note.

    Raises:
        ValueError: With one sentence, when it is no notebook.
    """
    try:
        book = json.loads(content)
        cells = book["cells"] if "cells" in book else [c for s in book["worksheets"] for c in s["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a notebook: it is no JSON object with cells") from error
    texts, title, pictures = list[str](), None, 0
    for cell in (cell for cell in cells if isinstance(cell, dict)):
        source = _joined(cell.get("source", cell.get("input", "")))
        if title is None and cell.get("cell_type") == "markdown":
            title = markdown_head(source).title
        texts += [source, *_printed(cell)]
        pictures += sum("image/png" in _data(output) for output in cell.get("outputs") or ())
    said = "1 picture was" if pictures == 1 else f"{pictures:,} pictures were"
    notes = (f"{said} left out",) if pictures else ()
    return FileText(title, "\n\n".join(text for text in texts if text.strip()), notes)


def _printed(cell: dict[str, Any]) -> Iterator[str]:
    for output in cell.get("outputs") or ():
        if isinstance(output, dict):
            yield _joined(output.get("text", _data(output).get("text/plain", "")))


def _data(output: Any) -> dict[str, Any]:
    found = output.get("data") if isinstance(output, dict) else None
    return found if isinstance(found, dict) else {}


def _joined(lines: Any) -> str:
    return "".join(map(str, lines)) if isinstance(lines, list) else str(lines)
