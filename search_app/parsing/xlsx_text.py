"""Excel files to plain text: sheet after sheet, a line a row, values as they were last computed."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from search_app.parsing.drawn_text import chart_texts, shown
from search_app.parsing.junk_titles import real_title
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.xml_archive import XmlArchive, local, text_named

_WORKBOOK = "xl/workbook.xml"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def parse_xlsx(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text.

    Raises:
        ValueError: With one sentence: no Excel file, or an archive over a limit.
    """
    archive = XmlArchive(content, limits, "an Excel file")
    workbook, related = archive.tree(_WORKBOOK), archive.related(_WORKBOOK)
    named = next((name for name in related.values() if name.lower().endswith("strings.xml")), "")
    strings = _strings(archive.tree_or_none(named or "xl/sharedStrings.xml"))
    dates = _date_styles(archive.tree_or_none("xl/styles.xml"))
    since = datetime(1904, 1, 1) if _from_1904(workbook) else datetime(1899, 12, 30)
    texts: list[str] = []
    comments = 0
    for sheet in (node for node in workbook.iter() if local(node) == "sheet"):
        name = related.get(sheet.get(_ID) or sheet.get(_STRICT_ID) or "", "")
        if name in archive.names and "/worksheets/" in name:
            rows = "\n".join(_rows(archive.tree(name), strings, dates, since))
            texts += [f"{sheet.get('name')}\n{rows}"] if rows else []
            beside = [part for part in archive.related(name).values() if part in archive.names]
            texts += [text for part in beside if "/drawings/" in part for text in _drawn(archive, part)]
            said = [part for part in beside if part.rpartition("/")[2].startswith("comments")]
            comments += sum(local(node) == "comment" for part in said for node in archive.tree(part).iter())
    title = real_title(text_named(archive.tree_or_none("docProps/core.xml"), "title"))
    notes = (f"{comments:,} {'comment was' if comments == 1 else 'comments were'} left out",)
    return FileText(title, "\n\n".join(texts), notes if comments else ())


def _drawn(archive: XmlArchive, name: str) -> Iterator[str]:
    """Yield the texts of boxes and charts that lie on a sheet."""
    if name.endswith(".xml"):
        for node in shown(archive.tree(name)):
            if local(node) == "p":
                yield "".join(part.text or "" for part in node.iter() if local(part) == "t")
    for part in archive.related(name).values():
        if "/charts/" in part and part in archive.names:
            yield from chart_texts(archive.tree(part))


def _rows(sheet: Any, strings: list[str], dates: set[int], since: datetime) -> Iterator[str]:
    for row in sheet.iter():
        if local(row) == "row":
            cells = [_value(cell, strings, dates, since) for cell in row if local(cell) == "c"]
            if any(cells):
                yield " | ".join(filter(None, cells))


def _value(cell: Any, strings: list[str], dates: set[int], since: datetime) -> str:
    kind = cell.get("t")
    if kind == "inlineStr":
        return " ".join(_plain(cell).split())
    value = next((node.text or "" for node in cell if local(node) == "v"), "")
    if kind == "s":
        index = int(value) if value.isdigit() else -1
        return " ".join(strings[index].split()) if 0 <= index < len(strings) else ""
    if kind == "b":
        return "true" if value == "1" else "false"
    if kind in (None, "n") and int(cell.get("s", 0)) in dates and value:
        return _day(value, since)
    return " ".join(value.split())


def _day(value: str, since: datetime) -> str:
    try:
        moment = since + timedelta(days=float(value))
    except (ValueError, OverflowError):
        return value
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    return moment.date().isoformat() if float(value).is_integer() else moment.isoformat(" ")


def _strings(root: Any) -> list[str]:
    return [] if root is None else [_plain(node) for node in root if local(node) == "si"]


def _plain(node: Any) -> str:
    """Return the text of runs; phonetic readings are left out."""
    found = (part for part in node.iter() if local(part) == "t" and local(part.getparent()) != "rPh")
    return "".join(part.text or "" for part in found)


def _date_styles(root: Any) -> set[int]:
    """Return the numbers of the cell styles that show a number as a date."""
    if root is None:
        return set()
    own = {
        int(node.get("numFmtId")): node.get("formatCode", "")
        for node in root.iter()
        if local(node) == "numFmt"
    }
    styles = next((node for node in root if local(node) == "cellXfs"), ())
    formats = [int(style.get("numFmtId", 0)) for style in styles]
    return {
        number for number, code in enumerate(formats) if code in _DATE_FORMATS or _dated(own.get(code, ""))
    }


def _dated(code: str) -> bool:
    return any(sign in _LITERAL.sub("", code).lower() for sign in "ydhs")


def _from_1904(workbook: Any) -> bool:
    return any(local(node) == "workbookPr" and node.get("date1904") in ("1", "true") for node in workbook)
