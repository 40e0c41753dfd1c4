"""The encoding a page declares: in a meta element, or in an XML declaration."""

import re

_HEAD = 16_384
"""Browsers look at 1,024 bytes; pages with long heads declare it later."""

_COMMENT = re.compile(
    rb"<!--.*?-->|<script\b.*?</script\s*>|<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE
)
_META = re.compile(rb"<meta[\s/]((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_CHARSET = re.compile(rb"(?:^|[\s/\"'])charset\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>/;]+)", re.IGNORECASE)
_CONTENT = re.compile(rb"(?:^|[\s/\"'])content\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_HTTP = re.compile(rb"http-equiv\s*=\s*[\"']?\s*content-type", re.IGNORECASE)
_IN_CONTENT = re.compile(rb"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_XML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']\s*([A-Za-z][\w.:-]*)")


def declared_label(content: bytes) -> str | None:
    """Return the label, as it is written; a meta element counts before an XML declaration."""
    head = content[:_HEAD]
    for meta in _META.finditer(_COMMENT.sub(b" ", head)):
        inside = meta[1]
        said = _CONTENT.search(inside)
        if said and _HTTP.search(inside):
            label = _IN_CONTENT.search(said[1])
        else:
            label = _CHARSET.search(_CONTENT.sub(b" ", inside))
        if label:
            return label[1].strip(b"\"' \t\r\n").decode("ascii", errors="replace")
    declaration = _XML.match(head)
    return declaration[1].decode("ascii") if declaration else None
