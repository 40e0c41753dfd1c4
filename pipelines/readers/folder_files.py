"""Every entry below a folder: the files, and what is passed over with the reason."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipelines.readers.byte_stream import PACKED
from search_app.parsing import MEDIA_TYPES
from search_app.parsing.more_kinds import suffix_of
from search_app.records import Reject

_TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".arrow", ".feather", ".ipc")
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg")
_ARCHIVES = (".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", *PACKED)
_OLDER = {
    ".doc": ".docx",
    ".ppt": ".pptx",
    ".xls": ".xlsx",
    ".msg": ".eml",
    ".xlsb": ".xlsx",
    ".pages": ".docx",
    ".numbers": ".xlsx",
    ".key": ".pptx",
    ".mobi": ".epub",
}


def folder_files(root: Path) -> Iterator[Path | Reject]:
    """Yield the files below a folder by path, links and pipes among them, and what is not to be read.

    Hidden files, and folders as a whole, are left out; so are office programs' lock files. Folders that
    cannot be listed and links to folders are refused.

    Args:
        root: The folder, or a file, which is yielded.
    """
    if not root.is_dir():
        yield root
        return
    unlisted: list[OSError] = []
    for folder, folders, files in os.walk(root, followlinks=False, onerror=unlisted.append):
        for name in sorted(folders):
            path = Path(folder, name)
            if name.startswith("."):
                yield _hidden(root, path, "a hidden folder")
            elif path.is_symlink():
                yield Reject(place(root, path), "a symbolic link, which is not followed", place(root, path))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder, name)
            if name.startswith((".", "~$")):
                yield _hidden(
                    root, path, "a hidden file" if name[0] == "." else "an office program's lock file"
                )
            else:
                yield path
    # Without an id: what was read from there before is not taken for vanished.
    for error in unlisted:
        yield Reject(place(root, Path(str(error.filename))), f"the folder cannot be listed: {error.strerror}")


def place(root: Path, path: Path) -> str:
    """Return the path below the root, as text that can be printed."""
    name = path.name if path == root else path.relative_to(root).as_posix()
    return name.encode("utf-8", errors="backslashreplace").decode()


def is_document(path: Path) -> bool:
    """True when the file is of a kind that is read as a document."""
    return suffix_of(path) in MEDIA_TYPES


def left_out(root: Path, path: Path) -> Reject:
    """Return what is said of a file of another kind."""
    suffix = suffix_of(path)
    return Reject(place(root, path), other_kind(path), None, "left out", suffix or "no suffix")


def other_kind(path: Path) -> str:
    """Return why a file is not read as a document, and what would help."""
    suffix = suffix_of(path)
    inner = Path(path.stem).suffix.lower() if suffix in PACKED else suffix
    if inner in _TABLES:
        return "a table or data, not a document: ingest it by itself"
    if suffix in _IMAGES:
        return "an image: it needs OCR (text recognition) first"
    if suffix in _ARCHIVES:
        return "packed: unpack it first"
    if suffix in _OLDER:
        return f"a kind that is not read: save it as {_OLDER[suffix]}"
    return f"the kind {suffix} is not read" if suffix else "its name has no suffix that says what it is"


def totals_of_others(root: Path) -> dict[str, int]:
    """Return {kind: number} of what is below a folder and is no document."""
    found: Counter[str] = Counter()
    for entry in folder_files(root):
        if isinstance(entry, Reject):
            found[entry.group or "unreadable"] += 1
        elif not is_document(entry):
            found[suffix_of(entry) or "no suffix"] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _hidden(root: Path, path: Path, what: str) -> Reject:
    return Reject(place(root, path), what, None, "left out", "hidden")
