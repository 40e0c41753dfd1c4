"""Data sets an evaluation can name."""

from collections.abc import Callable, Collection
from pathlib import Path

from pipelines.judged.collection import open_collection
from pipelines.judged.evaluation_set import EvaluationSet
from pipelines.readers import Reader, ir_documents, open_source
from pipelines.readers.beir import corpus_file
from pipelines.readers.ir_documents import IrDocumentsReader, open_catalogue_entry
from pipelines.readers.msmarco import collection_file
from search_app.errors import BadInputError, NotFoundError, UnavailableError
from search_app.evaluation.qrels import Judgements, collected, read_qrels, with_queries
from search_app.evaluation.query_file import read_queries

_ACCEPTED = (
    "a BEIR folder (corpus.jsonl, queries.jsonl, qrels/), a folder of MS MARCO files (collection.tsv, "
    f"queries.SPLIT.tsv, qrels.SPLIT.tsv), or {ir_documents.PREFIX}ID for an ir_datasets id"
)


def open_dataset(dataset: str, split: str) -> EvaluationSet:
    """Open a data set by path or by ir_datasets id.

    Raises:
        NotFoundError: When there is no such data set, or no such split; lists those there are.
        BadInputError: When its files cannot be used.
    """
    if dataset.startswith(ir_documents.PREFIX):
        from pipelines.judged.open_dataset import open_ir_dataset

        return open_ir_dataset(dataset.removeprefix(ir_documents.PREFIX))
    folder = Path(dataset).expanduser()
    if not folder.is_dir():
        raise NotFoundError(f"no data set {dataset!r}", _ACCEPTED, "check the path")
    if corpus_file(folder) is None and collection_file(folder) is None:
        raise BadInputError(f"folder {folder} is no data set", _ACCEPTED, "check the path")
    found = open_collection(folder)
    if split not in found.splits():
        raise NotFoundError(
            f"no split {split!r} in {folder}", f"one of {_listed(found.splits())}", "choose one with --split"
        )
    name, texts, judgements = folder.resolve().name, found.queries(split), found.judgements(split)
    return judged_set(name, split, texts, judgements, lambda: open_source(str(folder)))


def open_files(queries: Path, qrels: Path) -> EvaluationSet:
    """Pair a file of queries with a file of judgements, for a collection that exists already.

    Raises:
        NotFoundError: When a file is missing.
        BadInputError: When a file cannot be used, or both do not belong together.
    """
    return judged_set(qrels.name.split(".")[0], "-", read_queries(queries), read_qrels(qrels), None)


def judged_set(
    name: str,
    split: str,
    texts: dict[str, str],
    judgements: Judgements,
    open_documents: Callable[[], Reader] | None,
) -> EvaluationSet:
    """Keep the judged queries that have a text, in the order of the judgements."""
    asked = {query: text for query, text in texts.items() if text}
    judged = with_queries(judgements, asked.keys())
    return EvaluationSet(name, split, {query: asked[query] for query in judged.qrels}, judged, open_documents)


def _listed(splits: Collection[str]) -> str:
    return ", ".join(sorted(splits)) or "the splits of a folder qrels, which is empty here"


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
