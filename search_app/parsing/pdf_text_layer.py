"""The text layer of PDF pages, by PDFium: the words of pypdf in a tenth of the time and less."""

from collections import Counter
from math import hypot
from typing import Any

_BROKEN = ("\ufffe", "\x02")
"""What PDFium puts in the place of a hyphen at the end of a line."""

_LARGER = 1.15
"""Times the size of the body: less is the letters of another font."""

_READ_FOR_HEADING = 4_000
_LONGEST_HEADING = 200


class TextLayer:
    """Reads the text of pages; None where PDFium cannot.

    Args:
        content: The bytes of the file.
    """

    def __init__(self, content: bytes) -> None:
        import pypdfium2

        self._document: Any = None
        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            return

    @property
    def count(self) -> int:
        """Number of pages; 0 for a file that PDFium cannot open."""
        return 0 if self._document is None else len(self._document)

    def title(self) -> str | None:
        """Return the title of the properties, or None."""
        return None if self._document is None else self._document.get_metadata_value("Title")

    def page(self, index: int) -> str | None:
        """Return the text of a page, its lines as they are broken there."""
        import pypdfium2

        if index >= self.count:
            return None
        try:
            page = self._document[index]
            text: str = page.get_textpage().get_text_range(errors="replace")
            page.close()
        except pypdfium2.PdfiumError:
            return None
        for sign in _BROKEN:
            text = text.replace(sign, "-\n")
        return text.replace("\r\n", "\n")

    def heading(self) -> str | None:
        """Return the lines in the largest letters of the first page with text; None when all are alike."""
        for index in range(min(self.count, 3)):
            lines = self._sized_lines(index)
            sizes = Counter[float]()
            for size, line in lines:
                sizes[size] += len(line)
            if sizes:
                return _largest(lines, sizes.most_common(1)[0][0])
        return None

    def _sized_lines(self, index: int) -> list[tuple[float, str]]:
        """Return the lines of a page with the size of their largest letters."""
        import pypdfium2
        from pypdfium2 import raw

        try:
            page = self._document[index]
            text_page = page.get_textpage()
        except pypdfium2.PdfiumError:
            return []
        lines: list[tuple[float, str]] = []
        size, line = 0.0, ""
        for number in range(min(text_page.count_chars(), _READ_FOR_HEADING)):
            sign = chr(raw.FPDFText_GetUnicode(text_page, number))
            if sign in "\r\n":
                lines += [(size, line.strip())] if line.strip() else []
                size, line = 0.0, ""
            else:
                line += sign
                size = max(size, _size(raw, text_page, number)) if not sign.isspace() else size
        page.close()
        return [*lines, (size, line.strip())] if line.strip() else lines


def _size(raw: Any, text_page: Any, number: int) -> float:
    """Return the height of a letter as it is printed, to half a point."""
    matrix = raw.FS_MATRIX()
    scale = hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text_page, number, matrix) else 1.0
    size = float(raw.FPDFText_GetFontSize(text_page, number))
    return round(2 * size * (scale or 1.0)) / 2


def _largest(lines: list[tuple[float, str]], body: float) -> str | None:
    """Return the first lines that stand together in the largest letters, numbers and signs passed over."""
    worded = [(size, line) for size, line in lines if sum(map(str.isalpha, line)) >= 3]
    most = max((size for size, _ in worded), default=0.0)
    if most < _LARGER * body:
        return None
    first = next(at for at, (size, _) in enumerate(worded) if size == most)
    taken: list[str] = []
    for size, line in worded[first:]:
        if size != most:
            break
        taken.append(line)
    found = " ".join(" ".join(taken).split())
    return found if len(found) <= _LONGEST_HEADING else None
