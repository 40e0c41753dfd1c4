"""EPUB books to plain text: the chapters in reading order."""

import zipfile
import zlib
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from search_app.parsing.html_text import parse_html
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.xml_archive import XmlArchive, local, text_named

_CONTAINER = "META-INF/container.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def parse_epub(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text.

    Raises:
        ValueError: With one sentence: no EPUB, protected, or an archive over a limit.
    """
    archive = XmlArchive(content, limits, "an EPUB")
    container = archive.tree(_CONTAINER)
    name = next((node.get("full-path") for node in container.iter() if local(node) == "rootfile"), "")
    package = archive.tree(name)
    pages = {
        node.get("id"): normpath(join(dirname(name), unquote(node.get("href", ""))))
        for node in package.iter()
        if local(node) == "item" and node.get("media-type") in _PAGES
    }
    order = [node.get("idref") for node in package.iter() if local(node) == "itemref"]
    chapters = [pages[page] for page in order if page in pages]
    if "META-INF/encryption.xml" in archive.names and "META-INF/rights.xml" in archive.names:
        raise ValueError("the book is protected against copying")
    texts: list[str] = []
    notes: list[str] = []
    for chapter in chapters:
        if chapter not in archive.names:
            notes.append(f"the book lacks its chapter {chapter}")
            continue
        try:
            texts.append(parse_html(archive.read(chapter)).text.strip())
        except (ValueError, zipfile.BadZipFile, zlib.error) as error:
            notes.append(f"the chapter {chapter} is left out: {error}")
    return FileText(text_named(package, "title"), "\n\n".join(filter(None, texts)), tuple(notes))
