"""From a recipe's data sources to rows of query, relevant passage and negatives."""

import logging
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.data.pair_file import TrainingPair, pairs_of_rows, read_pairs
from pipelines.data.passage_texts import PassageTexts
from pipelines.data.training_ids import TrainingIds, check_training_file, read_training_ids
from pipelines.judged.beir_folder import BeirFolder
from pipelines.judged.collection import JudgedCollection, open_collection
from pipelines.judged.tevatron import read_tevatron
from pipelines.recipe import DataSource
from search_app.errors import BadInputError, NotFoundError, UnavailableError, first_line

_log = logging.getLogger(__name__)


def check_source(source: DataSource, root: Path) -> None:
    """Find missing files before any work starts.

    Raises:
        BadInputError: When a file may not be read, or a data set has no fixed revision.
        NotFoundError: Names the file.
    """
    if source.format == "dataset":
        check_dataset(source.path, source.revision)
    for path in source_files(source, root):
        check_training_file(path)
        if not path.exists():
            raise NotFoundError(
                f"training data {path} does not exist",
                "the file a recipe's [[data]] entry names",
                "correct the path, or set SEARCH_APP_TRAINING_DATA to the folder that holds the data",
            )


def source_files(source: DataSource, root: Path) -> list[Path]:
    """Files a source is read from."""
    path = root / source.path
    if source.format == "dataset":
        return []
    if source.format in ("pairs", "triples", "tevatron"):
        return [path]
    if source.format == "msmarco":
        return [*open_collection(path).files(source.split), *(path / name for name in source.files)]
    return BeirFolder(path).files(None if source.format == "titles" else source.split)


def read_source(source: DataSource, root: Path) -> Iterator[TrainingPair]:
    """Yield the pairs of one source.

    Raises:
        BadInputError: When it yields none.
    """
    found = 0
    for pair in _rows(source, root / source.path):
        if pair.query and pair.positive:
            found += 1
            yield pair
    if found == 0:
        raise BadInputError(
            f"training data {root / source.path} has no usable pair",
            "queries with at least one relevant passage that exists",
        )


def _rows(source: DataSource, path: Path) -> Iterator[TrainingPair]:
    if source.format == "titles":
        for title, text in BeirFolder(path).titled_passages():
            yield TrainingPair(title, text)
    elif source.format == "tevatron":
        for query, positive, negatives in read_tevatron(path):
            yield TrainingPair(query, positive, negatives)
    elif source.format == "dataset":
        rows = read_dataset(source.path, source.revision or "", source.subset, source.split)
        yield from pairs_of_rows(rows, source.path)
    elif source.format in ("pairs", "triples"):
        yield from read_pairs(path)
    elif source.files:
        yield from _listed(open_collection(path), source)
    else:
        yield from _judged(open_collection(path), source.split)


def _judged(folder: JudgedCollection, split: str) -> Iterator[TrainingPair]:
    """Pairs of queries and passages judged above zero; ids that do not exist are left out."""
    queries = folder.queries()
    qrels = folder.qrels(split)
    wanted = {passage for judged in qrels.values() for passage, grade in judged.items() if grade > 0}
    texts = {name: text for name, text in folder.passages() if name in wanted}
    missing = 0
    for query, judged in qrels.items():
        for passage, grade in judged.items():
            if grade > 0 and passage in texts and query in queries:
                yield TrainingPair(queries[query], texts[passage])
            else:
                missing += grade > 0
    if missing:
        _log.warning(
            "%s %s: left out %d judgements without their query or passage", folder.name, split, missing
        )


def _listed(folder: JudgedCollection, source: DataSource) -> Iterator[TrainingPair]:
    """Pairs of an MS MARCO training file; rows whose query or relevant passage is missing are left out."""
    queries, qrels = folder.queries(), folder.qrels(source.split)
    files = [folder.path / name for name in source.files]
    with PassageTexts(folder.passages()) as texts:
        for row in read_training_ids(files, qrels):
            if row.query in queries and row.positive in texts:
                yield _with_texts(row, queries[row.query], texts, source.max_negatives)


def _with_texts(row: TrainingIds, query: str, texts: PassageTexts, limit: int) -> TrainingPair:
    places = list(range(len(row.negatives)))
    if len(places) > limit:
        draw = random.Random(f"{row.query} {row.positive}")  # noqa: S311 - a draw, not a secret
        places = sorted(draw.sample(places, limit))
    kept = [place for place in places if row.negatives[place] in texts]
    scores = (row.scores[0], *(row.scores[place + 1] for place in kept)) if row.scores else ()
    negatives = tuple(texts[row.negatives[place]] for place in kept)
    return TrainingPair(query, texts[row.positive], negatives, scores)


COMMIT = re.compile(r"[0-9a-f]{40}")


def check_dataset(name: str, revision: str | None) -> None:
    """Raise `BadInputError` unless the revision is a commit: branches move under a recipe."""
    if revision is None or not COMMIT.fullmatch(revision):
        raise BadInputError(
            f"dataset {name!r} has the revision {revision!r}",
            "the commit of the data set on the hub, 40 hexadecimal digits",
            "add revision = ... to the [[data]] entry",
        )


def read_dataset(name: str, revision: str, subset: str | None, split: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of one split without downloading the others; nothing of it is run as code.

    Raises:
        UnavailableError: When the hub cannot be reached or has no such data set.
    """
    from datasets import load_dataset
    from datasets.exceptions import DatasetsError

    try:
        rows = load_dataset(name, subset, split=split, revision=revision, streaming=True)
    except (OSError, ValueError, DatasetsError) as error:
        raise UnavailableError(
            f"dataset {name} at {revision[:10]} cannot be read ({first_line(error, 120)})",
            "a hub that can be reached, and a data set, subset and split that exist there",
            "check the names, or fetch it to a JSONL or Parquet file and use format = 'pairs'",
        ) from error
    yield from rows
