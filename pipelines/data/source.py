"""From a recipe's data sources to rows of query, relevant passage and negatives."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.data.beir_folder import BeirFolder
from pipelines.data.pair_file import read_pairs
from pipelines.recipe import DataSource
from search_app.errors import BadInputError, NotFoundError


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """A query, a passage that answers it, and passages that do not."""

    query: str
    positive: str
    negatives: tuple[str, ...] = ()


def check_source(source: DataSource, root: Path) -> None:
    """Find missing files before any work starts.

    Raises:
        NotFoundError: Names the file.
    """
    for path in source_files(source, root):
        if not path.exists():
            raise NotFoundError(
                f"training data {path} does not exist",
                "the file a recipe's [[data]] entry names",
                "correct the path, or set SEARCH_APP_TRAINING_DATA to the folder that holds the data",
            )


def source_files(source: DataSource, root: Path) -> list[Path]:
    """Files a source is read from."""
    path = root / source.path
    if source.format in ("pairs", "triples"):
        return [path]
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
    if source.format == "beir":
        yield from _judged(BeirFolder(path), source.split)
    elif source.format == "titles":
        for title, text in BeirFolder(path).titled_passages():
            yield TrainingPair(title, text)
    else:
        for query, positive, negatives in read_pairs(path):
            yield TrainingPair(query, positive, negatives)


def _judged(folder: BeirFolder, split: str) -> Iterator[TrainingPair]:
    """Pairs of queries and passages judged above zero; ids that do not exist are left out."""
    queries = folder.queries()
    qrels = folder.qrels(split)
    wanted = {passage for judged in qrels.values() for passage, grade in judged.items() if grade > 0}
    texts = {name: text for name, text in folder.passages() if name in wanted}
    for query, judged in qrels.items():
        for passage, grade in judged.items():
            if grade > 0 and passage in texts and query in queries:
                yield TrainingPair(queries[query], texts[passage])
