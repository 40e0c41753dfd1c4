"""Text and Markdown: read in this process, since decoding is all there is to do."""

import re
from collections.abc import Mapping

from search_app.parsing.decoding import decode_text
from search_app.parsing.markdown_head import markdown_head
from search_app.parsing.parsed_document import FileText
from search_app.parsing.tidy import without_unseen

_OF_TERMINALS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|[^\n\b]\x08")
"""Colours, titles of windows, and letters that are printed twice to make them bold."""


def parse_text(content: bytes) -> FileText:
    """Return the text, its line ends as newlines; it has no title.

    Raises:
        ValueError: With one sentence, when the bytes are not text.
    """
    decoded = decode_text(content)
    text = without_unseen(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
    notes = [decoded.note] if decoded.note else []
    if "\x1b" in text or "\b" in text:
        text, codes = _OF_TERMINALS.subn("", text)
        notes += [f"{codes:,} codes for a terminal were left out"] if codes else []
    return FileText(None, text, tuple(notes))


def parse_markdown(content: bytes) -> tuple[FileText, Mapping[str, str | list[str]]]:
    """Return the text as written with its title, and what the front matter says.

    Raises:
        ValueError: With one sentence, when the bytes are not text.
    """
    found = parse_text(content)
    head = markdown_head(found.text)
    if not head.body.strip():
        found = found._replace(text="")
    return found._replace(title=head.title), head.metadata
