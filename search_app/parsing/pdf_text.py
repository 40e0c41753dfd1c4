"""PDF to plain text: the text layer (PDFium) and what is filled in (pypdf), page after page."""

import io
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from search_app.parsing.broken_words import join_broken_words
from search_app.parsing.junk_titles import real_title
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.pdf_page import PageText, read_page
from search_app.parsing.pdf_text_layer import TextLayer

if TYPE_CHECKING:
    from pypdf import PdfReader

_LISTED = 20
_CATALOG = re.compile(rb"(\d+)\s+(\d+)\s+obj\b(?:(?!endobj)[\s\S]){0,2000}?/Type\s*/Catalog\b")
_REPAIRED = "its structure is damaged; the text was read, form fields were not"
_ENCRYPTED = "encrypted, without a password; the text was read, form fields need the package cryptography"


def parse_pdf(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text; words broken at line ends are mended, pages without text are named in a note.

    Raises:
        ValueError: With one sentence: encrypted, too many pages or too much text, no text layer, damaged.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    layer = TextLayer(content)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if locked else len(reader.pages)
    except MemoryError:
        raise
    except DependencyError:  # the cipher is of a package of its own; PDFium has it within
        if not layer.count:
            raise ValueError("the PDF is encrypted; a password is needed to read it") from None
        text, notes = _read(layer.count, lambda index: PageText(layer.page(index) or "", False), limits)
        return FileText(_title_by(layer), text, (_ENCRYPTED, *notes))
    except Exception:  # a damaged file raises anything; PDFium repairs some
        if not layer.count and b"%PDF-" not in content[:1024]:
            raise ValueError("damaged, or not a PDF: it does not begin as one") from None
        if not layer.count:
            layer = TextLayer(_with_trailer(content))
        if not any((layer.page(index) or "").strip() for index in range(layer.count)):
            raise
        text, notes = _read(layer.count, lambda index: PageText(layer.page(index) or "", False), limits)
        return FileText(_title_by(layer), text, (_REPAIRED, *notes))
    if locked:
        raise ValueError("the PDF is encrypted; a password is needed to read it")
    usable = layer if layer.count == count else None  # else the two do not mean the same pages
    text, notes = _read(count, lambda index: read_page(reader, usable, index), limits)
    title = _title(reader) or layer.heading()
    return FileText(title, text, (*_missing_pages(reader, count), *notes, *_embedded(reader)))


def _title_by(layer: TextLayer) -> str | None:
    return real_title(layer.title()) or layer.heading()


def _with_trailer(content: bytes) -> bytes:
    """Return a file whose end is missing with one that names its first object, which leads to all."""
    found = _CATALOG.search(content)
    if found is None:
        return content
    return content + b"\ntrailer <</Root %s %s R>>\nstartxref\n0\n%%%%EOF" % (found[1], found[2])


def _read(count: int, read: Callable[[int], PageText], limits: ParseLimits) -> tuple[str, list[str]]:
    """Return the text of all pages and notes on those without."""
    if count > limits.pages:
        raise ValueError(f"the PDF has {count:,} pages, at most {limits.pages:,}")
    pages: list[PageText] = []
    length = 0
    for index in range(count):
        pages.append(read(index))
        length += len(pages[-1].text)
        if length > limits.text_characters:
            raise ValueError(f"the PDF has more than {limits.text_characters:,} characters of text")
    if not any(page.text.strip() for page in pages):
        damaged = sum(page.damaged for page in pages)
        if damaged:
            raise ValueError(f"damaged: {damaged:,} of {count:,} pages cannot be read, and none has text")
        raise ValueError("the PDF has no text layer (scanned pages need text recognition first)")
    return join_broken_words("\n\n".join(page.text for page in pages if page.text.strip())), _notes(pages)


def _missing_pages(reader: "PdfReader", count: int) -> list[str]:
    """Return a note when the file says that it has more pages than can be found."""
    try:
        declared = int(reader.root_object["/Pages"]["/Count"])  # type: ignore[index]
    except Exception:  # noqa: BLE001  # nothing is declared, so nothing is missing
        return []
    return [f"the file declares {declared:,} pages, {count:,} were found"] if declared > count else []


def _embedded(reader: "PdfReader") -> list[str]:
    """Return a note when other files are packed into this one."""
    try:
        files = list(reader.attachment_list)
    except Exception:  # noqa: BLE001  # a damaged list of them costs nothing but itself
        return ["embedded files were left out; their list is damaged"]
    if not files:
        return []
    named = ", ".join(str(file.name) for file in files[:_LISTED])
    count = "1 embedded file was" if len(files) == 1 else f"{len(files):,} embedded files were"
    return [f"{count} left out: {named}" + (" and more" if len(files) > _LISTED else "")]


def _title(reader: "PdfReader") -> str | None:
    """Return the title of the properties; a heading or the file's name is better than a default one."""
    try:
        title = reader.metadata.title if reader.metadata else None
    except Exception:  # noqa: BLE001  # a damaged title costs nothing but itself
        return None
    return real_title(title)


def _notes(pages: Sequence[PageText]) -> list[str]:
    def numbers(damaged: bool, with_text: bool) -> list[int]:
        return [
            number
            for number, page in enumerate(pages, start=1)
            if page.damaged == damaged and bool(page.text.strip()) == with_text
        ]

    lost, partly, empty = numbers(True, False), numbers(True, True), numbers(False, False)
    of = f"of {len(pages):,} page{'s' if len(pages) > 1 else ''}"
    comments = sum(page.comments for page in pages)
    left = f"{comments:,} {'comment was' if comments == 1 else 'comments were'} left out"
    said = [
        (lost, f"{len(lost):,} {of} {_are(lost)} damaged and left out"),
        (partly, f"{len(partly):,} {of} {_are(partly)} damaged and may lack text"),
        (empty, f"{len(empty):,} {of} {'has' if len(empty) == 1 else 'have'} no text"),
    ]
    named = [f"{words}: {_listed(numbers_)}" for numbers_, words in said if numbers_]
    return [*named, left] if comments else named


def _are(numbers: Sequence[int]) -> str:
    return "is" if len(numbers) == 1 else "are"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_LISTED]))
    return shown if len(numbers) <= _LISTED else f"{shown} and {len(numbers) - _LISTED:,} more"
