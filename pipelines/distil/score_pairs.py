"""The scoring step: teachers read every pair once; what they said stays in a file, line by line."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from pipelines.data.json_lines import read_json_lines
from pipelines.data.pair_file import TrainingPair
from pipelines.distil.teacher import Teacher, load_teacher
from pipelines.runs.resumable_lines import append_lines
from search_app.errors import CorruptError


def score_mixture(
    mixture: dict[str, list[TrainingPair]], teachers: Sequence[str], root: Path, folder: Path
) -> dict[str, list[TrainingPair]]:
    """Return the pairs with scores; those that bring their own keep them.

    Args:
        mixture: {source: pairs}.
        teachers: See `load_teacher`; none leaves the pairs as they are.
        root: Data root of the recipe.
        folder: Takes one JSONL file per source; a file that is there in part is continued.
    """
    if not teachers:
        return mixture
    loaded = [load_teacher(name, root) for name in teachers]
    folder.mkdir(parents=True, exist_ok=True)
    return {
        name: pairs
        if all(pair.scores for pair in pairs)
        else score_pairs(pairs, loaded, folder / f"{name}.jsonl")
        for name, pairs in mixture.items()
    }


def score_pairs(
    pairs: Sequence[TrainingPair], teachers: Sequence[Teacher], target: Path
) -> list[TrainingPair]:
    """Score pairs into `target`, one JSON object per line, and return them.

    The file can be used as data of a recipe (format "triples"). A torn or unfinished file is continued
    where it ended.

    Raises:
        CorruptError: When the file holds other pairs.
    """
    with append_lines(target) as (stream, done):
        _check(target, pairs, done)
        for pair in tqdm(pairs[done:], desc=f"score {target.stem}", disable=None):
            stream.write(json.dumps(_row(pair, teachers), ensure_ascii=False) + "\n")
    rows = read_json_lines(target)
    return [replace(pair, scores=tuple(row["scores"])) for pair, row in zip(pairs, rows, strict=True)]


def _row(pair: TrainingPair, teachers: Iterable[Teacher]) -> dict[str, object]:
    texts = [pair.positive, *pair.negatives]
    scores = np.mean([teacher.score(pair.query, texts) for teacher in teachers], axis=0)
    row = {"query": pair.query, "positive": pair.positive, "negatives": list(pair.negatives)}
    return {**row, "scores": [round(float(score), 5) for score in scores]}


def _check(target: Path, pairs: Sequence[TrainingPair], done: int) -> None:
    rows = zip(read_json_lines(target), pairs, strict=False) if done else ()
    if done > len(pairs) or any(row["query"] != pair.query for row, pair in rows):
        raise CorruptError(
            f"{target} holds the scores of other pairs", "those of this run", "delete it, or use a new folder"
        )
