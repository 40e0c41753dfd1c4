"""Several sources as one training set, each with its weight."""

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from datasets import Dataset, DatasetDict

from pipelines.data.pair_file import TrainingPair
from pipelines.data.source import read_source
from pipelines.recipe import DataSource
from search_app.errors import BadInputError


def load_mixture(sources: Sequence[DataSource], root: Path, seed: int) -> dict[str, list[TrainingPair]]:
    """{source name: shuffled pairs}, sized by the sources' weights.

    Sources stay apart, so that a batch comes from one of them: its in-batch negatives are then passages
    of the same subject, which are harder than those of another collection. The order goes by the name of a
    source and not by its folder: mined negatives lie in the run's, and the same recipe in another folder is
    to train on the same batches.
    """
    mixed: dict[str, list[TrainingPair]] = {}
    for position, source in enumerate(sources):
        named = f"{seed}-{Path(source.path).name}-{source.split}"
        draw = random.Random(named)  # noqa: S311 - a seed, not a secret
        mixed[_name(source, position)] = weighted(read_source(source, root), source, draw)
    return mixed


def weighted(pairs: Iterable[TrainingPair], source: DataSource, draw: random.Random) -> list[TrainingPair]:
    """Shuffle, repeat or thin out, and cut one source's pairs."""
    chosen = list(pairs)
    draw.shuffle(chosen)
    whole, part = divmod(source.weight, 1.0)
    chosen = chosen * int(whole) + chosen[: round(len(chosen) * part)]
    return chosen[: source.max_pairs] if source.max_pairs else chosen


def usable(
    mixture: dict[str, list[TrainingPair]], negatives: int, scored: bool = False
) -> dict[str, list[TrainingPair]]:
    """The pairs with enough negatives, and with scores where they are needed.

    Raises:
        BadInputError: When none is left.
    """
    kept = {
        name: [pair for pair in pairs if len(pair.negatives) >= negatives and (pair.scores or not scored)]
        for name, pairs in mixture.items()
    }
    kept = {name: pairs for name, pairs in kept.items() if pairs}
    if not kept:
        scores = " and a teacher's scores" if scored else ""
        raise BadInputError(
            "zero usable pairs",
            f"pairs with at least {negatives} negatives{scores}",
            "check the recipe's data",
        )
    return kept


def as_datasets(
    mixture: dict[str, list[TrainingPair]], negatives: int = 0, label_scale: float | None = None
) -> DatasetDict:
    """Columns query, positive and negative_1 … negative_n; pairs with fewer negatives are left out.

    Args:
        mixture: {source: pairs}.
        negatives: Per query.
        label_scale: Adds a column label, the teacher's scores (of the positive, then of each negative)
            times this; pairs without scores are left out.

    Raises:
        BadInputError: When no pair is left.
    """
    kept = usable(mixture, negatives, label_scale is not None)
    return DatasetDict(
        {name: Dataset.from_dict(_columns(pairs, negatives, label_scale)) for name, pairs in kept.items()}
    )


def _columns(pairs: list[TrainingPair], negatives: int, label_scale: float | None) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        "query": [pair.query for pair in pairs],
        "positive": [pair.positive for pair in pairs],
    }
    for place in range(negatives):
        columns[f"negative_{place + 1}"] = [pair.negatives[place] for pair in pairs]
    if label_scale is not None:
        columns["label"] = [[label_scale * s for s in pair.scores[: negatives + 1]] for pair in pairs]
    return columns


def _name(source: DataSource, position: int) -> str:
    """The position makes it unique; a file of mined negatives is named with it already."""
    path = Path(source.path)
    if path.name.startswith(f"{position:02d}-"):
        return path.stem
    part = source.split if source.format == "beir" else source.format
    return f"{position:02d}-{path.name}-{part}"
