"""Data sets of the ir_datasets catalogue (MacAvaney et al., SIGIR 2021); imported only when asked for."""

from pipelines.judged.evaluation_set import EvaluationSet
from pipelines.judged.open_dataset import judged_set
from pipelines.readers.ir_documents import IrDocumentsReader, open_catalogue_entry
from search_app.errors import NotFoundError, UnavailableError
from search_app.evaluation.qrels import collected


def open_ir_dataset(identifier: str) -> EvaluationSet:
    """Open a data set by its id, such as beir/scifact/test.

    Raises:
        UnavailableError: When ir_datasets is not installed; names the extra.
        NotFoundError: When there is no such id, or it has no queries and judgements.
    """
    dataset = open_catalogue_entry(identifier)
    if not (dataset.has_queries() and dataset.has_qrels()):
        raise NotFoundError(
            f"{identifier!r} has no documents, queries and judgements together",
            "an id with all three, usually one that ends in /dev or /test",
        )
    name = identifier.replace("/", "-")
    try:
        rows = ((row.query_id, row.doc_id, row.relevance) for row in dataset.qrels_iter())
        judgements = collected(rows, name)
        texts = {query.query_id: query.default_text().strip() for query in dataset.queries_iter()}
    except OSError as error:
        raise UnavailableError(
            f"data set {identifier!r} cannot be downloaded ({str(error)[:200]})",
            "its files, from the addresses ir_datasets knows",
            "check the connection, or put them where ir_datasets looks",
        ) from error
    return judged_set(name, "-", texts, judgements, lambda: IrDocumentsReader(identifier))
