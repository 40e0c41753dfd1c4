"""PowerPoint files to plain text: slides in their order, their tables as lines, the speaker's notes."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from search_app.parsing.drawn_text import chart_texts, shown
from search_app.parsing.junk_titles import real_title
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
    title = real_title(text_named(archive.tree_or_none("docProps/core.xml"), "title"))
    texts: list[str] = []
    comments = 0
    for slide in filter(None, slides):
        parts = list(_parts(archive.tree(slide)))
        beside = [name for name in archive.related(slide).values() if name in archive.names]
        texts += parts
        texts += [text for name in beside if "/charts/" in name for text in chart_texts(archive.tree(name))]
        drawn = [name for name in beside if "/notesSlides/" in name or "/diagrams/data" in name]
        texts += [text for name in drawn for text in _parts(archive.tree(name))]
        said = [name for name in beside if "/comments/" in name]
        comments += sum(local(node) == "cm" for name in said for node in archive.tree(name).iter())
        if title is None and parts:
            title = parts[0].split("\n")[0]
    notes = (f"{comments:,} {'comment was' if comments == 1 else 'comments were'} left out",)
    return FileText(title, "\n\n".join(texts), notes if comments else ())


def _parts(slide: Any) -> Iterator[str]:
    """Yield the text of each shape and table."""
    for node in shown(slide):
        if local(node) in ("txBody", "t") and len(node) and not _is_number(node.getparent()):
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
            signs: Mapping[str, Callable[[Any], str]] = {
                "t": lambda part: part.text or "",
                "br": lambda _: "\n",
                "tab": lambda _: "\t",
            }
            yield "".join(signs[local(part)](part) for part in paragraph.iter() if local(part) in signs)


def _is_number(shape: Any) -> bool:
    """True for a shape that repeats on every slide, and for the cells of tables, which come as rows."""
    if local(shape) == "tc":
        return True
    return any(local(node) == "ph" and node.get("type") in _NUMBERS for node in shape.iter())
