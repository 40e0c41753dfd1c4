"""All difficult documents, by what they are."""

from collections.abc import Mapping

from benchmarks.hard import (
    mail,
    marks,
    open_document,
    pages,
    portable,
    rich_text,
    sheets,
    slides,
    tables,
    texts,
    word,
)
from benchmarks.hard.document import HardDocument

FORMATS: Mapping[str, tuple[str, ...]] = {
    "text": ("txt", "log", "py"),
    "web pages": ("html", "xhtml", "mht", "mhtml"),
    "XML": ("xml",),
    "Markdown": ("md",),
    "reStructuredText": ("rst",),
    "LaTeX": ("tex",),
    "notebooks": ("ipynb",),
    "Word": ("docx",),
    "PowerPoint": ("pptx",),
    "Excel": ("xlsx",),
    "OpenDocument": ("odt", "ods", "odp", "fodt"),
    "rich text": ("rtf",),
    "EPUB": ("epub",),
    "mail": ("eml", "mbox"),
    "PDF": ("pdf",),
    "tables": ("csv", "tsv"),
    "JSON": ("json", "jsonl"),
}
"""{format: suffixes}."""

_MODULES = (texts, pages, marks, word, slides, sheets, open_document, rich_text, mail, portable, tables)


def corpus() -> Mapping[str, list[HardDocument]]:
    """Return {format: its documents}."""
    found: dict[str, list[HardDocument]] = {name: [] for name in FORMATS}
    format_of = {suffix: name for name, suffixes in FORMATS.items() for suffix in suffixes}
    for module in _MODULES:
        for document in module.documents():
            found[format_of[document.kind]].append(document)
    return found
