"""Which reader a source is for."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pipelines.fetch import is_url, locate
from pipelines.readers import arrow_table, hub_dataset, ir_documents, msmarco
from pipelines.readers.arrow_table import ArrowTableReader
from pipelines.readers.beir import FILE_NAMES, BeirReader, corpus_file
from pipelines.readers.csv_table import CsvTableReader
from pipelines.readers.field_map import FieldMap
from pipelines.readers.folder_files import other_kind, totals_of_others
from pipelines.readers.hub_dataset import HubDatasetReader
from pipelines.readers.ir_documents import IrDocumentsReader
from pipelines.readers.jsonl import JsonlReader
from pipelines.readers.left_out import left_out_in_words
from pipelines.readers.msmarco import MsMarcoReader
from pipelines.readers.python_docs import WORD, PythonDocsReader
from pipelines.readers.reader import Reader
from pipelines.readers.text_folder import SUFFIXES, TextFolderReader, text_files
from pipelines.readers.url_reader import UrlReader
from search_app.errors import BadInputError, NotFoundError
from search_app.parsing.more_kinds import SHORT_LIST, suffix_of
from search_app.text.byte_stream import PACKED, STANDARD_INPUT, unpacked_suffix

MAPPED: Mapping[str, Callable[[Path, FieldMap], Reader]] = {
    "beir": BeirReader,
    "jsonl": JsonlReader,
    "csv": CsvTableReader,
    "arrow": ArrowTableReader,
}
"""Readers of sources whose fields have names."""

FIXED: Mapping[str, Callable[[Path], Reader]] = {"msmarco": MsMarcoReader, "text": TextFolderReader}
READERS = (WORD, *MAPPED, *FIXED)
_STREAMED = ("jsonl", "csv", "msmarco")
_TABLES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    **dict.fromkeys(arrow_table.SUFFIXES, "arrow"),
}
_WHOLE = (*FILE_NAMES, *msmarco.FILE_NAMES)
_BY_SUFFIX = {**_TABLES, **dict.fromkeys(SUFFIXES, "text")}
_ACCEPTED = (
    f"the word {WORD}, a BEIR folder (with {FILE_NAMES[0]}), an MS MARCO folder (with "
    f"{msmarco.FILE_NAMES[0]}), a table ({', '.join(_TABLES)}; text also {' or '.join(PACKED)}), "
    f"a document ({SHORT_LIST}), a folder of documents or of tables, any of these behind a URL or in a "
    f".zip, - for standard input, {hub_dataset.PREFIX}OWNER/NAME@REVISION or {ir_documents.PREFIX}ID"
)


def open_source(
    source: str,
    reader: str | None = None,
    packages: Sequence[str] = (),
    field_map: FieldMap | None = None,
) -> Reader:
    """Return the reader for a source.

    Args:
        source: The word `python-docs`, a path, a URL of fsspec, `-`, `hub:OWNER/NAME@REVISION`, or `irds:ID`.
        reader: One of `READERS`, to overrule what the source looks like.
        packages: For `python-docs`: installed packages to read as well.
        field_map: Which fields are id, title, text and metadata; None guesses by their names.

    Raises:
        NotFoundError: When there is no such file or folder, or no such package.
        BadInputError: When no reader fits, or it has no use for what comes with it; lists the accepted.
        UnavailableError: When the source needs a package that is not installed.
    """
    if reader is not None and reader not in READERS:
        raise BadInputError(f"no reader {reader!r}", f"one of {', '.join(READERS)}", "correct --reader")
    is_docs = reader == WORD or (reader is None and source == WORD)
    if packages and not is_docs:
        raise BadInputError(
            f"packages for the source {source!r}", f"the source {WORD}", "leave out --packages"
        )
    if is_docs:
        _refuse_map(source, field_map)
        return PythonDocsReader(packages)
    if reader is None and source.startswith(hub_dataset.PREFIX):
        return HubDatasetReader(source.removeprefix(hub_dataset.PREFIX), field_map or FieldMap())
    if reader is None and source.startswith(ir_documents.PREFIX):
        return IrDocumentsReader(source.removeprefix(ir_documents.PREFIX), field_map or FieldMap())
    if source.startswith("file://"):
        return _open_path(url2pathname(urlsplit(source).path), reader, field_map)
    if is_url(source):
        return UrlReader(
            locate(source), lambda path: _open_path(str(path), reader, field_map), _is_read, _WHOLE
        )
    return _open_path(source, reader, field_map)


def _is_read(path: Path) -> bool:
    """True for the name of a file that some reader takes."""
    return path.name in _WHOLE or (unpacked_suffix(path) or suffix_of(path)) in _BY_SUFFIX


def _open_path(source: str, reader: str | None, field_map: FieldMap | None) -> Reader:
    path = Path(source).expanduser()
    if path == STANDARD_INPUT and (reader or "jsonl") not in _STREAMED:
        raise BadInputError(f"standard input for the reader {reader}", f"one of {', '.join(_STREAMED)}")
    if path != STANDARD_INPUT and not path.exists():
        raise NotFoundError(f"no file or folder {source!r}", _ACCEPTED, "check the path")
    name = reader or _guess(path)
    if name in MAPPED:
        return MAPPED[name](path, field_map or FieldMap())
    _refuse_map(source, field_map)
    return FIXED[name](path)


def _refuse_map(source: str, field_map: FieldMap | None) -> None:
    if field_map is not None:
        raise BadInputError(
            f"a mapping for the source {source!r}",
            "a source whose fields have names: JSON Lines, a table or a data set",
            "leave out --map",
        )


def _guess(path: Path) -> str:
    if path == STANDARD_INPUT:
        return "jsonl"
    if path.is_dir():
        if corpus_file(path):
            return "beir"
        if msmarco.collection_file(path):
            return "msmarco"
        first = next(
            (file for file in text_files(path) if file.suffix.lower() not in arrow_table.SUFFIXES), None
        )
        if first is not None:
            return "text"
        if arrow_table.table_files(path):
            return "arrow"
        others = totals_of_others(path)
        why = f" ({left_out_in_words(others)})" if others else " (it is empty)"
        raise BadInputError(
            f"folder {path} holds nothing that can be read{why}",
            _ACCEPTED,
            "check the path; ingest a table by itself",
        )
    if path.name in FILE_NAMES:
        return "beir"
    if path.name in msmarco.FILE_NAMES:
        return "msmarco"
    name = _BY_SUFFIX.get(unpacked_suffix(path) or suffix_of(path))
    if name is None or (path.suffix.lower() in PACKED and name not in _STREAMED):
        raise BadInputError(f"no reader for {path} ({other_kind(path)})", _ACCEPTED, "name one with --reader")
    return name
