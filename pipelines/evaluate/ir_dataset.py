"""Data sets of the ir_datasets catalogue (MacAvaney et al., SIGIR 2021); imported only when asked for."""

from collections.abc import Iterator
from typing import Any

from pipelines.evaluate.evaluation_set import EvaluationSet
from pipelines.evaluate.open_dataset import judged_set
from pipelines.readers.reader import Located
from search_app.errors import NotFoundError, UnavailableError
from search_app.evaluation.qrels import Judgements
from search_app.records import Document, Reject


def open_ir_dataset(identifier: str) -> EvaluationSet:
    """Open a data set by its id, such as beir/scifact/test.

    Raises:
        UnavailableError: When ir_datasets is not installed; names the extra.
        NotFoundError: When there is no such id, or it has no queries and judgements.
    """
    try:
        import ir_datasets
    except ImportError as error:
        raise UnavailableError(
            f"data set {identifier!r} needs ir_datasets",
            "the package of the extra ir-datasets",
            "install it: pip install 'search-app[ir-datasets]'",
        ) from error
    try:
        dataset = ir_datasets.load(identifier)
    except KeyError as error:
        raise NotFoundError(f"no ir_datasets id {identifier!r}", "an id of ir-datasets.com") from error
    if not (dataset.has_docs() and dataset.has_queries() and dataset.has_qrels()):
        raise NotFoundError(
            f"{identifier!r} has no documents, queries and judgements together",
            "an id with all three, usually one that ends in /dev or /test",
        )
    qrels: dict[str, dict[str, int]] = {}
    try:
        for judgement in dataset.qrels_iter():
            qrels.setdefault(judgement.query_id, {})[judgement.doc_id] = judgement.relevance
        texts = {query.query_id: query.default_text().strip() for query in dataset.queries_iter()}
    except OSError as error:
        raise UnavailableError(
            f"data set {identifier!r} cannot be downloaded ({str(error)[:200]})",
            "its files, from the addresses ir_datasets knows",
            "check the connection, or put them where ir_datasets looks",
        ) from error
    name = identifier.replace("/", "-")
    return judged_set(name, "-", texts, Judgements(qrels, name), lambda: IrDatasetReader(identifier, dataset))


class IrDatasetReader:
    """See `pipelines.readers.reader.Reader`; documents are what is judged, so they stay whole.

    Args:
        identifier: The data set's id.
        dataset: It, loaded.
    """

    name = "ir_datasets"
    presplit = True

    def __init__(self, identifier: str, dataset: Any) -> None:
        self.source = f"irds:{identifier}"
        self._dataset = dataset
        self._read, self._total = 0, max(1, dataset.docs_count() or 1)

    @property
    def fraction(self) -> float:
        """Share of the documents read so far."""
        return min(1.0, self._read / self._total)

    def read(self) -> Iterator[Located | Reject]:
        """Yield the documents; one without text is refused."""
        for document in self._dataset.docs_iter():
            self._read += 1
            position = f"{self.source}:{self._read}"
            title = str(getattr(document, "title", "") or "").strip()
            body = getattr(document, "text", None)
            text = str(document.default_text() if body is None else body).strip()
            if text or title:
                yield Located(Document(document.doc_id, title, text), position)
            else:
                yield Reject(position, "the document has no text", document.doc_id)
