"""Whole files that a Word document takes in as a part of its text (altChunk)."""

import posixpath

from search_app.parsing.decoding import decode_text
from search_app.parsing.html_text import parse_html
from search_app.parsing.limits import ParseLimits
from search_app.parsing.web_archive import parse_web_archive

_PAGES = (".htm", ".html", ".xhtml", ".xht", ".xml")
_WEB_ARCHIVES = (".mht", ".mhtml")


def chunk_text(name: str, content: bytes, limits: ParseLimits) -> str | None:
    """Return the text of a part by the suffix of its name, or None for a kind that is not read.

    Raises:
        ValueError: With one sentence, when it is damaged or holds no text.
    """
    suffix = posixpath.splitext(name)[1].lower()
    if suffix in _PAGES:
        return parse_html(content).text.strip()
    if suffix in _WEB_ARCHIVES:
        return parse_web_archive(content, limits).text.strip()
    if suffix == ".rtf":
        from search_app.parsing.rtf_text import parse_rtf

        return parse_rtf(content, limits).text.strip()
    return decode_text(content).text.strip() if suffix == ".txt" else None
