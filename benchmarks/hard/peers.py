"""Other extractors over a folder of documents, run by a Python that has them: `python peers.py FOLDER PEER`.

It imports nothing of ours, so that the peers' environment needs none of our packages. Prints
{file: [text or null, seconds]} as JSON; null is a file that the peer refuses.
"""

import json
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

_LONGEST = 30
"""Seconds that a peer may take for one document."""

_OFFICE = ("docx", "pptx", "xlsx")
_PAGES = ("html", "xhtml")


def markitdown() -> Callable[[Path], str]:
    """Microsoft's MarkItDown."""
    from markitdown import MarkItDown

    reader = MarkItDown(enable_plugins=False)
    return lambda path: str(reader.convert(str(path)).text_content)


def unstructured() -> Callable[[Path], str]:
    """unstructured, its light installation."""
    from unstructured.partition.auto import partition

    return lambda path: "\n".join(str(element) for element in partition(filename=str(path)))


def kreuzberg() -> Callable[[Path], str]:
    """Kreuzberg."""
    from kreuzberg import extract_file_sync

    return lambda path: str(extract_file_sync(str(path)).content)


def pandoc() -> Callable[[Path], str]:
    """Pandoc."""
    import pypandoc

    kinds = {"tex": "latex", "xhtml": "html", "md": "markdown"}
    kind: Callable[[Path], str] = lambda path: kinds.get(path.suffix[1:], path.suffix[1:])  # noqa: E731
    return lambda path: str(
        pypandoc.convert_file(str(path), "plain", format=kind(path), extra_args=["--wrap=none"])
    )


def pypdf() -> Callable[[Path], str]:
    """Pypdf."""
    from pypdf import PdfReader

    return lambda path: "\n".join(page.extract_text() for page in PdfReader(path).pages)


def pdfminer() -> Callable[[Path], str]:
    """pdfminer.six."""
    from pdfminer.high_level import extract_text

    return lambda path: str(extract_text(str(path)))


def pdfplumber() -> Callable[[Path], str]:
    """Pdfplumber."""
    import pdfplumber as plumber

    def read(path: Path) -> str:
        with plumber.open(path) as opened:
            return "\n".join(page.extract_text() for page in opened.pages)

    return read


def python_docx() -> Callable[[Path], str]:
    """python-docx: paragraphs and the cells of tables."""
    import docx

    def read(path: Path) -> str:
        opened = docx.Document(str(path))
        cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
        return "\n".join([paragraph.text for paragraph in opened.paragraphs] + cells)

    return read


def docx2txt() -> Callable[[Path], str]:
    """docx2txt."""
    import docx2txt as reader

    return lambda path: str(reader.process(str(path)))


def python_pptx() -> Callable[[Path], str]:
    """python-pptx: text frames."""
    from pptx import Presentation

    def shapes(slide: Any) -> list[str]:
        return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]

    return lambda path: "\n".join(text for slide in Presentation(str(path)).slides for text in shapes(slide))


def openpyxl() -> Callable[[Path], str]:
    """openpyxl: the values of cells."""
    import openpyxl as reader

    def read(path: Path) -> str:
        book = reader.load_workbook(path, data_only=True)
        rows = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
        cells = (" ".join(str(cell) for cell in row if cell is not None) for row in rows)
        return "\n".join([*book.sheetnames, *cells])

    return read


def striprtf() -> Callable[[Path], str]:
    """Striprtf."""
    from striprtf.striprtf import rtf_to_text

    return lambda path: str(rtf_to_text(path.read_bytes().decode("latin-1"), errors="replace"))


def trafilatura() -> Callable[[Path], str]:
    """trafilatura, set to miss little."""
    from trafilatura import extract

    return lambda path: extract(path.read_bytes(), favor_recall=True, include_tables=True) or ""


def beautifulsoup() -> Callable[[Path], str]:
    """Beautiful Soup over lxml."""
    from bs4 import BeautifulSoup

    return lambda path: str(BeautifulSoup(path.read_bytes(), "lxml").get_text(" "))


def charset_normalizer() -> Callable[[Path], str]:
    """charset-normalizer."""
    from charset_normalizer import from_bytes

    return lambda path: str(from_bytes(path.read_bytes()).best())


def odfpy() -> Callable[[Path], str]:
    """Odfpy."""
    from odf import opendocument, teletype

    def read(path: Path) -> str:
        opened = opendocument.load(str(path))
        return str(teletype.extractText(opened.body))

    return read


def ebooklib() -> Callable[[Path], str]:
    """EbookLib and Beautiful Soup."""
    import ebooklib as books
    from bs4 import BeautifulSoup
    from ebooklib import epub

    def read(path: Path) -> str:
        items = epub.read_epub(str(path)).get_items_of_type(books.ITEM_DOCUMENT)
        return "\n".join(BeautifulSoup(item.get_content(), "lxml").get_text(" ") for item in items)

    return read


PEERS: Mapping[str, tuple[Callable[[], Callable[[Path], str]], tuple[str, ...]]] = {
    "markitdown": (
        markitdown,
        (
            "txt",
            "log",
            *_PAGES,
            "xml",
            "md",
            "ipynb",
            *_OFFICE,
            "epub",
            "pdf",
            "csv",
            "json",
            "jsonl",
            "rst",
            "tex",
            "py",
            "eml",
            "tsv",
        ),
    ),
    "unstructured": (
        unstructured,
        ("txt", "log", "html", "xml", "md", *_OFFICE, "eml", "csv", "tsv", "rst", "odt", "rtf", "epub"),
    ),
    "kreuzberg": (
        kreuzberg,
        (
            "txt",
            *_PAGES,
            "xml",
            "md",
            "rst",
            "tex",
            "ipynb",
            *_OFFICE,
            "odt",
            "ods",
            "odp",
            "fodt",
            "rtf",
            "epub",
            "eml",
            "mbox",
            "pdf",
            "csv",
            "tsv",
            "json",
            "jsonl",
        ),
    ),
    "pandoc": (pandoc, (*_PAGES, "md", "rst", "tex", "ipynb", *_OFFICE, "odt", "rtf", "epub", "csv", "tsv")),
    "pypdf": (pypdf, ("pdf",)),
    "pdfminer.six": (pdfminer, ("pdf",)),
    "pdfplumber": (pdfplumber, ("pdf",)),
    "python-docx": (python_docx, ("docx",)),
    "docx2txt": (docx2txt, ("docx",)),
    "python-pptx": (python_pptx, ("pptx",)),
    "openpyxl": (openpyxl, ("xlsx",)),
    "striprtf": (striprtf, ("rtf",)),
    "trafilatura": (trafilatura, _PAGES),
    "beautifulsoup4": (beautifulsoup, (*_PAGES, "xml")),
    "charset-normalizer": (charset_normalizer, ("txt", "log", "py")),
    "odfpy": (odfpy, ("odt", "ods", "odp")),
    "ebooklib": (ebooklib, ("epub",)),
}
"""{peer: (what makes its reader, kinds of files that are given to it)}."""


def _expired(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Read every file of the folder that the peer takes."""
    make, kinds = PEERS[sys.argv[2]]
    read = make()
    signal.signal(signal.SIGALRM, _expired)
    found: dict[str, tuple[str | None, float]] = {}
    for path in sorted(Path(sys.argv[1]).iterdir()):
        if path.suffix[1:] not in kinds:
            continue
        started = time.perf_counter()
        signal.alarm(_LONGEST)
        try:
            text: str | None = read(path)
        except Exception:  # noqa: BLE001  # peers raise anything; it counts as nothing read
            text = None
        signal.alarm(0)
        found[path.name] = (text, time.perf_counter() - started)
    print("\n" + json.dumps(found))


if __name__ == "__main__":
    main()
