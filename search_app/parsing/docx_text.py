"""Word documents to plain text, by python-docx: paragraphs and tables in the order of the page."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from search_app.parsing.limits import ParseLimits

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import Table


def parse_docx(content: bytes, limits: ParseLimits) -> tuple[str | None, str]:
    """Return (title or None, text); a table's rows become lines.

    Raises:
        ValueError: With one sentence: no DOCX, an archive that unpacks to too much or climbs out of itself.
    """
    _check_archive(content, limits)
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, PackageNotFoundError) as error:
        raise ValueError(f"not a Word document: {error}") from error
    title = document.core_properties.title.strip() or _first_heading(document)
    return title, "\n\n".join(_blocks(document))


def _check_archive(content: bytes, limits: ParseLimits) -> None:
    """Read the archive's directory only; what it declares is what unpacking will later be held to."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise ValueError(f"not a Word document: {error}") from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.archive_bytes:
        raise ValueError(f"the archive unpacks to {unpacked:,} bytes, at most {limits.archive_bytes:,}")
    if unpacked > limits.archive_ratio * max(len(content), 1):
        raise ValueError(
            f"the archive unpacks to {unpacked // max(len(content), 1):,} times its size, "
            f"at most {limits.archive_ratio:,} times"
        )
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise ValueError(f"the archive has an entry that climbs out of it: {entry.filename!r}")


def _first_heading(document: "WordDocument") -> str | None:
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style else None
        if style and (style == "Title" or style.startswith("Heading")) and paragraph.text.strip():
            return paragraph.text.strip()
    return None


def _blocks(document: "WordDocument") -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield "\n".join(_rows(block))
        elif block.text.strip():
            yield block.text


def _rows(table: "Table") -> Iterator[str]:
    for row in table.rows:
        # A merged cell comes once for every column it spans.
        cells = {id(cell._tc): cell.text.strip() for cell in row.cells}
        if any(cells.values()):
            yield " | ".join(cells.values())
