"""Word documents to plain text: the final view, in the order of the page, then notes and headers."""

from typing import Any

from search_app.parsing.archive import open_archive
from search_app.parsing.docx_chunk import chunk_text
from search_app.parsing.docx_elements import child, is_deleted, is_hidden, local, shown_children, value
from search_app.parsing.docx_package import DocxPackage
from search_app.parsing.docx_styles import DocxStyles
from search_app.parsing.docx_symbols import symbol
from search_app.parsing.junk_titles import real_title
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText

_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "softHyphen": "",
}
_WITHOUT_TEXT = frozenset(
    ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "fldData", "rt", "ffData")
    + ("tblPr", "tblGrid", "sectPr", "annotationRef", "docPr", "rubyPr")
)
_NOTES = {"footnoteReference": ("footnotes", "footnote"), "endnoteReference": ("endnotes", "endnote")}
_SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))


def parse_docx(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text; a table's rows become lines.

    Tracked changes are read as if they were accepted. Text boxes follow the paragraph they are fixed to;
    footnotes, endnotes, headers and footers follow the text.

    Raises:
        ValueError: With one sentence: no DOCX, an archive that unpacks to too much or climbs out of itself.
    """
    with open_archive(content, limits, "a Word document") as archive:
        package = DocxPackage(archive)
        name = package.main()
        root = package.xml(name) if name is not None else None
        body = child(root, "body")
        if name is None or body is None:
            raise ValueError("not a Word document: it has no part with text")
        try:
            return _Reading(package, name, limits).read(root, body)
        except RecursionError as error:
            raise ValueError("its elements nest too deeply") from error


class _Reading:
    """One document; keeps what is met on the way and belongs to the end."""

    def __init__(self, package: DocxPackage, name: str, limits: ParseLimits) -> None:
        self._package, self._related, self._limits = package, package.related(name), limits
        self._styles = DocxStyles(self._part("styles"))
        self._cited: dict[str, list[str]] = {kind: [] for kind in _NOTES}
        self._heading: str | None = None
        self._embedded = self._hidden = 0

    def read(self, root: Any, body: Any) -> FileText:
        blocks = self._blocks(body)
        heading = self._heading
        for kind in _NOTES:
            blocks += self._cited_notes(kind)
        blocks += self._drawn() + self._headers_and_footers(root)
        notes = (
            _counted("comment", self._comments()),
            _counted("embedded file", self._embedded_files()),
            _counted("hidden piece of text", self._hidden),
        )
        title = real_title(self._package.title()) or heading
        return FileText(title, "\n\n".join(blocks), tuple(filter(None, notes)))

    def _comments(self) -> int:
        part = self._part("comments")
        return 0 if part is None else sum(local(entry) == "comment" for entry in part)

    def _embedded_files(self) -> int:
        return self._embedded + sum(kind in ("package", "oleObject") for kind, _ in self._related.values())

    def _drawn(self) -> list[str]:
        """Return the texts of diagrams and charts."""
        parts = [part for kind, part in self._related.values() if kind in ("diagramData", "chart")]
        roots = filter(lambda root: root is not None, map(self._package.xml, parts))
        return [block for root in roots for block in self._blocks(root)]

    def _part(self, kind: str) -> Any:
        target = next((part for related, part in self._related.values() if related == kind), None)
        return None if target is None else self._package.xml(target)

    def _blocks(self, container: Any) -> list[str]:
        """Return paragraphs and tables; a paragraph whose end was deleted goes on with the next."""
        found: list[str] = []
        begun = ""
        for entry in shown_children(container):
            name = local(entry)
            if name == "p":
                boxes: list[str] = []
                text = begun + self._inline(entry, boxes)
                mark = child(child(entry, "pPr"), "rPr")
                begun = text if is_deleted(mark, "del", "moveFrom") else ""
                if text.strip() and not begun:
                    self._take_heading(entry, text)
                    found.append(text)
                found += boxes
            elif name == "tbl":
                found += filter(None, ["\n".join(self._rows(entry))])
            elif name == "altChunk":
                found += self._chunk(value(entry, "id") or "")
            elif name not in _WITHOUT_TEXT:
                found += self._blocks(entry)
        return [*found, begun] if begun.strip() else found

    def _chunk(self, relation: str) -> list[str]:
        """Return the text of a file that stands in the place of paragraphs; others are counted."""
        part = self._related.get(relation, ("", ""))[1]
        content = self._package.bytes(part)
        try:
            text = None if content is None else chunk_text(part, content, self._limits)
        except ValueError:
            text = None
        self._embedded += text is None
        return [text] if text else []

    def _take_heading(self, paragraph: Any, text: str) -> None:
        if self._heading is None and self._styles.heading(paragraph):
            self._heading = " ".join(text.split())

    def _inline(self, element: Any, boxes: list[str]) -> str:
        """Return the text of a paragraph or a part of it; text boxes in it go to `boxes`."""
        pieces = []
        for entry in shown_children(element):
            name = local(entry)
            if name == "t":
                pieces.append(entry.text or "")
            elif name in _SIGNS:
                pieces.append(_SIGNS[name])
            elif name == "sym":
                pieces.append(symbol(value(entry, "char"), value(entry, "font")))
            elif name == "txbxContent":
                boxes += self._blocks(entry)
            elif name == "r" and is_hidden(entry):
                self._hidden += any(local(node) == "t" for node in entry.iter())
            elif name in _NOTES:
                self._cited[name].append(value(entry, "id") or "")
            elif name not in _WITHOUT_TEXT:
                pieces.append(self._inline(entry, boxes))
        return "".join(pieces)

    def _rows(self, table: Any) -> list[str]:
        rows = []
        for row in shown_children(table):
            if local(row) != "tr" or is_deleted(child(row, "trPr"), "del"):
                continue
            cells = [
                "\n".join(self._blocks(cell)).strip()
                for cell in shown_children(row)
                if local(cell) == "tc" and not is_deleted(child(cell, "tcPr"), "cellDel")
            ]
            if any(cells):
                rows.append(" | ".join(cells))
        return rows

    def _cited_notes(self, kind: str) -> list[str]:
        """Return the footnotes or endnotes that the text refers to, in the order of their references."""
        part, name = _NOTES[kind]
        root = self._part(part)
        if root is None:
            return []
        known = {
            value(entry, "id"): entry
            for entry in root
            if local(entry) == name and value(entry, "type") not in _SEPARATORS
        }
        return [
            block
            for cited in dict.fromkeys(self._cited[kind])
            if cited in known
            for block in self._blocks(known[cited])
        ]

    def _headers_and_footers(self, root: Any) -> list[str]:
        """Return each header and footer once, without those that only number the pages."""
        found: dict[str, None] = {}
        for kind in ("header", "footer"):
            cited = [value(entry, "id") for entry in root.iter() if local(entry) == f"{kind}Reference"]
            for part in dict.fromkeys(self._related[name][1] for name in cited if name in self._related):
                page = self._package.xml(part)
                for block in [] if page is None else self._blocks(page):
                    if any(sign.isalpha() for sign in block):
                        found[block] = None
        return list(found)


def _counted(what: str, count: int) -> str | None:
    if not count:
        return None
    first, space, rest = what.partition(" of ")
    return f"1 {what} was left out" if count == 1 else f"{count:,} {first}s{space}{rest} were left out"
