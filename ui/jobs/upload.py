"""Files people hand to the page: checked by name and size, stored under names of our own making."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from search_app.errors import BadInputError
from search_app.parsing import MEDIA_TYPES
from search_app.parsing.more_kinds import SHORT_LIST

DOCUMENTS = tuple(MEDIA_TYPES)
TABLES = (".jsonl", ".csv", ".tsv")
MAX_FILES = 500
MAX_BYTES = 200_000_000
_MAX_NAME = 80


class Upload(Protocol):
    """A file as Streamlit delivers it."""

    name: str
    size: int

    def getbuffer(self) -> memoryview:
        """Return its bytes."""


def store_uploads(uploads: Sequence[Upload], folder: Path) -> Path:
    """Write files into a new folder and return what to ingest: the folder, or the one table in it.

    Nothing of a file's own name reaches the disk but letters, digits, dots, hyphens and underscores, and a
    suffix from the list. The same name gives the same file name again, so a newer version of a document
    replaces the older one.

    Raises:
        BadInputError: When there is none or too much, or a type that is not on the list.
    """
    _check(uploads)
    folder.mkdir(parents=True)
    tables = [upload for upload in uploads if _suffix(upload.name) in TABLES]
    for upload in uploads:
        name = f"upload{_suffix(upload.name)}" if tables else safe_name(upload.name)
        (folder / name).write_bytes(upload.getbuffer())
    return folder / f"upload{_suffix(tables[0].name)}" if tables else folder


def safe_name(name: str) -> str:
    """Return a file name that is safe anywhere; a hash tells apart what the cleaning made alike."""
    suffix = _suffix(name)
    stem = name[: len(name) - len(suffix)]
    clean = re.sub(r"[^\w.-]+", "_", stem, flags=re.ASCII).strip("._-")[:_MAX_NAME]
    if clean and clean == stem:
        return clean + suffix
    mark = hashlib.sha256(name.encode("utf-8", errors="surrogatepass")).hexdigest()[:8]
    return f"{clean or 'file'}-{mark}{suffix}"


def _suffix(name: str) -> str:
    """Return the last dot and what follows; a name that is nothing but a suffix has one, too."""
    _, dot, end = name.rpartition(".")
    return (dot + end).lower() if dot else ""


def _check(uploads: Sequence[Upload]) -> None:
    accepted = f"{SHORT_LIST}, or one table ({', '.join(TABLES)})"
    if not uploads:
        raise BadInputError("no file", accepted, "choose files first")
    for upload in uploads:
        if _suffix(upload.name) not in DOCUMENTS + TABLES:
            raise BadInputError(f"file {upload.name[:100]!r}", accepted, "leave it out, or convert it")
    if len(uploads) > 1 and any(_suffix(upload.name) in TABLES for upload in uploads):
        raise BadInputError("a table among other files", accepted, "upload the table by itself")
    total = sum(upload.size for upload in uploads)
    if len(uploads) > MAX_FILES or total > MAX_BYTES:
        raise BadInputError(
            f"{len(uploads):,} files with {total / 1e6:,.0f} MB",
            f"at most {MAX_FILES} files and {MAX_BYTES / 1e6:,.0f} MB at once",
            "upload fewer at once, or use `search-app ingest`",
        )
