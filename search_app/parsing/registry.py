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
}


def parser_of(suffix: str) -> FileParser:
    """Return the parser of a kind that is parsed in the confined process; HTML's for any other suffix."""
    if suffix not in _PARSERS:
        return _parse_html
    module, _, function = _PARSERS[suffix].partition(".")
    parser: FileParser = getattr(import_module(f"search_app.parsing.{module}"), function)
    return parser


def _parse_html(content: bytes, limits: ParseLimits) -> FileText:
    from search_app.parsing.html_text import parse_html

    return parse_html(content)
