"""Writing one generation's BM25 index with Lucene's own IndexWriter."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from search_app.lucene.analyzer import Analyzer
from search_app.lucene.bm25 import bm25_similarity
from search_app.lucene.failures import java_failures
from search_app.lucene.fields import ID, PassageFields
from search_app.lucene.filter_query import terms_query
from search_app.lucene.index_analysis import IndexAnalysis
from search_app.lucene.java_classes import call, java_class
from search_app.lucene.jvm import start_jvm
from search_app.lucene.positions import holds_positions
from search_app.records import Passage
from search_app.text.analysis import DEFAULT, TextAnalysis

_BATCH = 256
_STREAMS = 64  # passages with streams of their own, each of which takes an analyzer
_BUFFER_MB = 64.0


class LuceneIndexWriter:
    """See `search_app.protocols.LexicalIndexWriter`.

    Opens the index at `path` or creates it, and holds its write lock until `close`. What was committed
    survives a kill at any moment; what was not is gone. An index that began without positions goes on so.

    Args:
        path: Folder of the index.
        analysis: How texts become words; the same for as long as the index lives.

    Raises:
        BusyError: When another writer holds the index.
        CorruptError: When there is an index that cannot be read.
        UnavailableError: When Java cannot be started.
    """

    def __init__(self, path: Path, analysis: TextAnalysis = DEFAULT) -> None:
        start_jvm()
        self._analysis = IndexAnalysis(analysis)
        self._analysis.check()
        self._batch = _BATCH if analysis.plain else _STREAMS
        self._path = path
        path.mkdir(parents=True, exist_ok=True)
        with java_failures(path):
            self._directory = open_directory(path)
            self._fields = PassageFields(self._analysis, _may_hold_positions(self._directory))
            self._writer = java_class("IndexWriter")(self._directory, _config())

    def upsert(self, passages: Sequence[Passage]) -> None:
        """See `search_app.protocols.LexicalIndexWriter`. The last of several with the same id stays."""
        start_jvm()
        latest = list({passage.id: passage for passage in passages}.items())
        languages = self._analysis.of_documents([passage for _, passage in latest])
        for start in range(0, len(latest), self._batch):
            self._replace(latest[start : start + self._batch], languages)

    def _replace(self, batch: Sequence[tuple[str, Passage]], languages: Mapping[str, str]) -> None:
        """Delete and add in one atomic call: the crossing into Java costs more than the work on one field."""
        to_bytes, as_list = java_class("BytesRef"), java_class("Arrays").asList
        with java_failures(self._path):
            ids = [to_bytes(passage_id) for passage_id, _ in batch]
            self._fields.bodies.begin()
            documents = [
                self._fields.document(passage, key, languages[passage.document_id])
                for (_, passage), key in zip(batch, ids, strict=True)
            ]
            replaced = java_class("TermInSetQuery")(ID, as_list(ids))
            call(self._writer, "updateDocuments", replaced, as_list(documents))

    def delete(self, passage_ids: Iterable[str]) -> None:
        """See `search_app.protocols.LexicalIndexWriter`."""
        start_jvm()
        unwanted = list(passage_ids)
        with java_failures(self._path):
            for start in range(0, len(unwanted), _BATCH):
                unwanted_now = terms_query(ID, unwanted[start : start + _BATCH])
                call(self._writer, "deleteDocuments", [unwanted_now])

    def commit(self) -> None:
        """See `search_app.protocols.LexicalIndexWriter`."""
        start_jvm()
        with java_failures(self._path):
            call(self._writer, "commit")

    def close(self) -> None:
        """See `search_app.protocols.LexicalIndexWriter`."""
        start_jvm()
        with java_failures(self._path):
            call(self._writer, "close")
            call(self._directory, "close")


def open_directory(path: Path) -> Any:
    """Return Lucene's view of the folder `path`."""
    folder = java_class("File")(str(path.absolute()))
    return java_class("FSDirectory").open(call(folder, "toPath"))


def _may_hold_positions(directory: Any) -> bool:
    readers = java_class("DirectoryReader")
    if not readers.indexExists(directory):
        return True
    reader = readers.open(directory)
    try:
        return holds_positions(reader)
    finally:
        call(reader, "close")


def _config() -> Any:
    config = java_class("IndexWriterConfig")(Analyzer().java)
    call(config, "setSimilarity", bm25_similarity())
    call(config, "setRAMBufferSizeMB", _BUFFER_MB)
    return config
