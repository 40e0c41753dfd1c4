"""Which function parses which kind of file; each is imported when its first file comes."""

from collections.abc import Callable
from importlib import import_module

from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText

FileParser = Callable[[bytes, ParseLimits], FileText]
"""From bytes to title and text; raises ValueError with one sentence."""

_PARSERS = {
    ".pdf": "pdf_text.parse_pdf",
    ".docx": "docx_text.parse_docx",
    ".pptx": "pptx_text.parse_pptx",
    ".xlsx": "xlsx_text.parse_xlsx",
    ".odt": "odf_text.parse_odf",
    ".ods": "odf_text.parse_odf",
    ".odp": "odf_text.parse_odf",
    ".epub": "epub_text.parse_epub",
    ".rtf": "rtf_text.parse_rtf",
    ".eml": "mail_text.parse_eml",
    ".mbox": "mail_text.parse_mbox",
    ".mht": "web_archive.parse_web_archive",
    ".mhtml": "web_archive.parse_web_archive",
    ".xml": "xml_text.parse_xml",
    ".ipynb": "notebook_text.parse_notebook",
}
_SAME = {
    **dict.fromkeys((".docm", ".dotx", ".dotm"), ".docx"),
    **dict.fromkeys((".pptm", ".ppsx", ".ppsm", ".potx"), ".pptx"),
    **dict.fromkeys((".xlsm", ".xltx"), ".xlsx"),
    ".ott": ".odt",
    ".ots": ".ods",
    ".otp": ".odp",
}
"""Templates and files with macros, which are the same inside."""
_NOT_PACKED = (".eml", ".mbox", ".mht", ".mhtml", ".xml", ".ipynb")
_NAMES = {".rtf": "rich text", ".pdf": "a PDF", ".html": "a web page"}


def parser_of(suffix: str) -> FileParser:
    """Return the parser of a kind that is parsed in the confined process; HTML's for any other suffix."""
    named = _PARSERS.get(_SAME.get(suffix, suffix))
    if named is None:
        return _parse_html
    module, _, function = named.partition(".")
    parser: FileParser = getattr(import_module(f"search_app.parsing.{module}"), function)
    return parser


def parse_content(suffix: str, content: bytes, limits: ParseLimits) -> FileText:
    """Return what a file holds: by its suffix, unless it plainly is something else under that name.

    Raises:
        ValueError: With one sentence, when it cannot be read.
    """
    really = _really(content) if suffix in _PARSERS or suffix in _SAME else None
    if really is None or really == suffix or suffix in _NOT_PACKED:
        return parser_of(suffix)(content, limits)
    found = parser_of(really)(content, limits)
    return found._replace(notes=(f"it is named {suffix} but is {_NAMES[really]}", *found.notes))


def _really(content: bytes) -> str | None:
    """Return the kind that the first bytes speak for, of those that other programs save under wrong names."""
    head = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"{\\rtf"):
        return ".rtf"
    if head.startswith(b"%pdf-"):
        return ".pdf"
    return ".html" if head.startswith((b"<!doctype html", b"<html")) else None


def _parse_html(content: bytes, limits: ParseLimits) -> FileText:
    from search_app.parsing.html_text import parse_html

    return parse_html(content)
