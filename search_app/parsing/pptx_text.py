"""a PowerPoint files to plain text: slides in their order, their tables as lines, the speaker's notes."""

from collections.abc import Iterator
from typing import Any

from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.xml_archive import XmlArchive, local, text_named

_PRESENTATION = "ppt/presentation.xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_NUMBERS = frozenset(("sldNum", "dt", "ftr", "hdr"))
"""Placeholders of numbers, dates and footers, which say the same on every slide."""


def parse_pptx(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text.

    Raises:
        ValueError: With one sentence: no PowerPoint file, or an archive over a limit.
    """
    archive = XmlArchive(content, limits, "a PowerPoint file")
    related = archive.related(_PRESENTATION)
    ids = [node for node in archive.tree(_PRESENTATION).iter() if local(node) == "sldId"]
    slides = [related.get(node.get(_ID) or node.get(_STRICT_ID)) for node in ids]
    title = text_named(archive.tree_or_none("docProps/core.xml"), "title")
    texts: list[str] = []
    for slide in filter(None, slides):
        parts = list(_parts(archive.tree(slide)))
        notes = [name for name in archive.related(slide).values() if "/notesSlides/" in name]
        texts += parts
        texts += [text for name in notes for text in _parts(archive.tree(name))]
        if title in (None, "a PowerPoint Presentation") and parts:
            title = parts[0].split("\n")[0]
    return FileText(title, "\n\n".join(texts))


def _parts(slide: Any) -> Iterator[str]:
    """Yield the text of each shape and table."""
    for node in slide.iter():
        if local(node) == "txBody" and not _is_number(node.getparent()):
            yield from filter(None, ["\n".join(filter(str.strip, _paragraphs(node)))])
        elif local(node) == "tbl":
            rows = [row for row in node.iter() if local(row) == "tr"]
            yield "\n".join(" | ".join(_cells(row)) for row in rows)


def _cells(row: Any) -> Iterator[str]:
    for cell in row:
        if local(cell) == "tc":
            yield " ".join(" ".join(_paragraphs(cell)).split())


def _paragraphs(node: Any) -> Iterator[str]:
    for paragraph in node.iter():
        if local(paragraph) == "p":
            yield "".join(map(_written, paragraph.iter()))


def _written(part: Any) -> str:
    if local(part) == "t":
        return part.text or ""
    return {"br": "\n", "tab": "\t"}.get(local(part), "")


def _is_number(shape: Any) -> bool:
    """True for a shape that repeats on every slide, and for the cells of tables, which come as rows."""
    if local(shape) == "tc":
        return True
    return any(local(node) == "ph" and node.get("type") in _NUMBERS for node in shape.iter())
