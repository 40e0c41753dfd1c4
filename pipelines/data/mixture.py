"""Several sources as one training set, each with its weight."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from datasets import Dataset, DatasetDict

from pipelines.data.source import TrainingPair, read_source
from pipelines.recipe import DataSource


def load_mixture(sources: Sequence[DataSource], root: Path, seed: int) -> dict[str, list[TrainingPair]]:
    """{source name: shuffled pairs}, sized by the sources' weights.

    Sources stay apart, so that a batch comes from one of them: its in-batch negatives are then passages
    of the same subject, which are harder than those of another collection.
    """
    mixed: dict[str, list[TrainingPair]] = {}
    for position, source in enumerate(sources):
        draw = random.Random(f"{seed}-{source.path}-{source.split}")  # noqa: S311 - a seed, not a secret
        mixed[_name(source, position)] = weighted(read_source(source, root), source, draw)
    return mixed


def weighted(pairs: Iterable[TrainingPair], source: DataSource, draw: random.Random) -> list[TrainingPair]:
    """Shuffle, repeat or thin out, and cut one source's pairs."""
    chosen = list(pairs)
    draw.shuffle(chosen)
    whole, part = divmod(source.weight, 1.0)
    chosen = chosen * int(whole) + chosen[: round(len(chosen) * part)]
    return chosen[: source.max_pairs] if source.max_pairs else chosen


def as_datasets(mixture: dict[str, list[TrainingPair]], negatives: int = 0) -> DatasetDict:
    """Columns query, positive and negative_1 … negative_n; pairs with fewer negatives are left out."""
    tables = {}
    for name, pairs in mixture.items():
        kept = [pair for pair in pairs if len(pair.negatives) >= negatives]
        if kept:
            tables[name] = Dataset.from_dict(_columns(kept, negatives))
    return DatasetDict(tables)


def _columns(pairs: list[TrainingPair], negatives: int) -> dict[str, list[str]]:
    columns = {"query": [pair.query for pair in pairs], "positive": [pair.positive for pair in pairs]}
    for place in range(negatives):
        columns[f"negative_{place + 1}"] = [pair.negatives[place] for pair in pairs]
    return columns


def _name(source: DataSource, position: int) -> str:
    part = source.split if source.format == "beir" else source.format
    return f"{position:02d}-{Path(source.path).name}-{part}"
