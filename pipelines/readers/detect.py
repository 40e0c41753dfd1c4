"""Which reader a source is for."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pipelines.readers.beir import FILE_NAMES, BeirReader, corpus_file
from pipelines.readers.csv_table import CsvTableReader
from pipelines.readers.jsonl import JsonlReader
from pipelines.readers.python_docs import WORD, PythonDocsReader
from pipelines.readers.reader import Reader
from pipelines.readers.text_folder import SUFFIXES, TextFolderReader, text_files
from search_app.errors import BadInputError, NotFoundError

FILE_READERS: Mapping[str, Callable[[Path], Reader]] = {
    "beir": BeirReader,
    "jsonl": JsonlReader,
    "csv": CsvTableReader,
    "text": TextFolderReader,
}
READERS = (WORD, *FILE_READERS)
_BY_SUFFIX = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    **dict.fromkeys(SUFFIXES, "text"),
}
_ACCEPTED = (
    f"the word {WORD}, a BEIR folder (with {FILE_NAMES[0]} or {FILE_NAMES[1]}), a file "
    f"({', '.join(sorted(_BY_SUFFIX))}; tables and JSON Lines also .gz) or a folder of text files"
)


def open_source(source: str, reader: str | None = None, packages: Sequence[str] = ()) -> Reader:
    """Return the reader for a source.

    Args:
        source: The word `python-docs`, or a path.
        reader: One of `READERS`, to overrule what the source looks like.
        packages: For `python-docs`: installed packages to read as well.

    Raises:
        NotFoundError: When there is no such file or folder, or no such package.
        BadInputError: When no reader fits; lists what is accepted.
    """
    if reader is not None and reader not in READERS:
        raise BadInputError(f"no reader {reader!r}", f"one of {', '.join(READERS)}", "correct --reader")
    if reader == WORD or (reader is None and source == WORD):
        return PythonDocsReader(packages)
    if packages:
        raise BadInputError(
            f"packages for the source {source!r}", f"the source {WORD}", "leave out --packages"
        )
    path = Path(source).expanduser()
    if not path.exists():
        raise NotFoundError(f"no file or folder {source!r}", _ACCEPTED, "check the path")
    return FILE_READERS[reader or _guess(path)](path)


def _guess(path: Path) -> str:
    if path.is_dir():
        if corpus_file(path):
            return "beir"
        if next(text_files(path), None):
            return "text"
        raise BadInputError(f"folder {path} holds nothing that can be read", _ACCEPTED, "check the path")
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    name = _BY_SUFFIX.get(suffix.lower())
    if name is None or (path.suffix == ".gz" and name == "text"):
        raise BadInputError(f"no reader for {path}", _ACCEPTED, "name one with --reader")
    return "beir" if path.name in FILE_NAMES else name
