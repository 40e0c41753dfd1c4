"""MS MARCO's training files: ids of queries and passages, with scores where a teacher gave some.

*.tsv of 3 columns    query, relevant passage, other passage (qidpidtriples)
*.tsv of 2 columns    query, other passages separated by commas (RocketQA); relevant is what is judged so
*.tsv of 5 columns    score of the relevant passage, of the other, query, relevant passage, other passage
                      (Hofstätter et al. 2020); several such files are an ensemble, averaged line by line
*.jsonl               qid, pos, neg: {system: passages} (mined hard negatives of sentence-transformers)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from pipelines.data.json_lines import read_json_lines
from search_app.errors import BadInputError
from search_app.evaluation.qrels import Qrels
from search_app.text.text_lines import existing_file, text_lines

PICKLES = (".pkl", ".pickle", ".pt", ".bin")


@dataclass(frozen=True, slots=True)
class TrainingIds:
    """A query's id, a relevant passage's, others', and a teacher's scores in that order, if any."""

    query: str
    positive: str
    negatives: tuple[str, ...]
    scores: tuple[float, ...] = ()


def check_training_file(path: Path) -> None:
    """Refuse pickles: reading one runs the code in it.

    Raises:
        BadInputError: Says what to convert it to.
    """
    if any(suffix in PICKLES for suffix in path.suffixes):
        raise BadInputError(
            f"training file {path.name} is a pickle, which can run code when it is read",
            "TSV or JSON Lines",
            "convert it where it can be trusted: one line per score, positive score, negative score, query, "
            "positive and negative id separated by tabs",
        )


def read_training_ids(paths: Sequence[Path], qrels: Qrels) -> Iterator[TrainingIds]:
    """Yield the rows of one training file, or of an ensemble of score files.

    Args:
        paths: The files; more than one must all be score files over the same rows.
        qrels: Says what is relevant where the file does not.

    Raises:
        BadInputError: Names the file and the line that does not fit.
    """
    for path in paths:
        check_training_file(path)
    if len(paths) > 1:
        yield from _ensemble(paths)
    elif ".jsonl" in paths[0].suffixes:
        yield from _hard_negatives(paths[0], qrels)
    else:
        yield from _columns(paths[0], qrels)


def _columns(path: Path, qrels: Qrels) -> Iterator[TrainingIds]:
    for number, line in text_lines(existing_file(path)):
        parts = line.split()
        if len(parts) == 3:
            yield TrainingIds(parts[0], parts[1], (parts[2],))
        elif len(parts) == 5:
            yield _scored(parts, path, number)
        elif len(parts) == 2:
            others = tuple(parts[1].split(","))
            for positive in _relevant(qrels, parts[0]):
                yield TrainingIds(parts[0], positive, tuple(name for name in others if name != positive))
        elif parts:
            raise BadInputError(f"line {number} of {path} is {line.strip()[:80]!r}", "2, 3 or 5 columns")


def _scored(parts: Sequence[str], path: Path, number: int) -> TrainingIds:
    try:
        scores = (float(parts[0]), float(parts[1]))
    except ValueError as error:
        raise BadInputError(
            f"line {number} of {path} starts with {parts[0]!r} and {parts[1]!r}", "two scores"
        ) from error
    return TrainingIds(parts[2], parts[3], (parts[4],), scores)


def _ensemble(paths: Sequence[Path]) -> Iterator[TrainingIds]:
    """Average the scores of teachers that judged the same rows."""
    streams = [_columns(path, {}) for path in paths]
    for number, rows in enumerate(zip_longest(*streams), start=1):
        first = rows[0]
        same = [row for row in rows if row and first and row.scores and _ids(row) == _ids(first)]
        if first is None or len(same) != len(rows):
            names = ", ".join(path.name for path in paths)
            raise BadInputError(
                f"row {number} differs between the score files {names}", "the same ids in the same order"
            )
        means = tuple(sum(values) / len(rows) for values in zip(*(row.scores for row in same), strict=True))
        yield TrainingIds(first.query, first.positive, first.negatives, means)


def _ids(row: TrainingIds) -> tuple[str, str, tuple[str, ...]]:
    return row.query, row.positive, row.negatives


def _hard_negatives(path: Path, qrels: Qrels) -> Iterator[TrainingIds]:
    for number, row in enumerate(read_json_lines(path), start=1):
        if "qid" not in row or not isinstance(row.get("neg"), dict):
            raise BadInputError(f"row {number} of {path} has the keys {sorted(row)}", "qid, pos and neg")
        query = str(row["qid"])
        positives = [str(name) for name in row.get("pos") or _relevant(qrels, query)]
        # The systems take turns, so that a few negatives are not all one system's.
        turns = zip_longest(*([str(name) for name in names] for names in row["neg"].values()))
        others = dict.fromkeys(name for turn in turns for name in turn if name and name not in positives)
        for positive in positives:
            yield TrainingIds(query, positive, tuple(others))


def _relevant(qrels: Qrels, query: str) -> list[str]:
    return [passage for passage, grade in qrels.get(query, {}).items() if grade > 0]
