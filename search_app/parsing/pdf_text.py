"""PDF to plain text, by pypdf: the text layer and what is filled in, page after page."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from search_app.parsing.broken_words import join_broken_words
from search_app.parsing.junk_titles import real_title
from search_app.parsing.limits import ParseLimits
from search_app.parsing.parsed_document import FileText
from search_app.parsing.pdf_page import PageText, read_page

if TYPE_CHECKING:
    from pypdf import PdfReader

_LISTED = 20


def parse_pdf(content: bytes, limits: ParseLimits) -> FileText:
    """Return title and text; words broken at line ends are mended, pages without text are named in a note.

    Raises:
        ValueError: With one sentence: encrypted, too many pages or too much text, no text layer, damaged.
    """
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("the PDF is encrypted; a password is needed to read it")
    count = len(reader.pages)
    if count > limits.pages:
        raise ValueError(f"the PDF has {count:,} pages, at most {limits.pages:,}")
    pages, length = [], 0
    for index in range(count):
        pages.append(read_page(reader, index))
        length += len(pages[-1].text)
        if length > limits.text_characters:
            raise ValueError(f"the PDF has more than {limits.text_characters:,} characters of text")
    if not any(page.text.strip() for page in pages):
        damaged = sum(page.damaged for page in pages)
        if damaged:
            raise ValueError(f"damaged: {damaged:,} of {count:,} pages cannot be read, and none has text")
        raise ValueError("the PDF has no text layer (scanned pages need text recognition first)")
    text = join_broken_words("\n\n".join(page.text for page in pages if page.text.strip()))
    return FileText(_title(reader), text, tuple(_notes(pages)))


def _title(reader: "PdfReader") -> str | None:
    """Return the title of the properties; the file's name is better than a damaged or a default one."""
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
    of = f"of {len(pages):,} pages"
    said = [
        (lost, f"{len(lost):,} {of} {_are(lost)} damaged and left out"),
        (partly, f"{len(partly):,} {of} {_are(partly)} damaged and may lack text"),
        (empty, f"{len(empty):,} {of} {'has' if len(empty) == 1 else 'have'} no text"),
    ]
    return [f"{words}: {_listed(numbers_)}" for numbers_, words in said if numbers_]


def _are(numbers: Sequence[int]) -> str:
    return "is" if len(numbers) == 1 else "are"


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_LISTED]))
    return shown if len(numbers) <= _LISTED else f"{shown} and {len(numbers) - _LISTED:,} more"
