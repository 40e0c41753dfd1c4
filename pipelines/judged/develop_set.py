"""A BEIR split to judge a model on, whole or as a pool small enough for a laptop."""

import random
from dataclasses import dataclass
from pathlib import Path

from pipelines.judged.beir_folder import BeirFolder
from search_app.evaluation.qrels import Qrels


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Passages, queries and judgements held in memory.

    Attributes:
        name: Shown in reports; says so when it is a pool.
        ids: Passage ids.
        texts: Their texts.
        queries: {query id: text}, judged ones only.
        qrels: {query id: {passage id: grade}}.
    """

    name: str
    ids: list[str]
    texts: list[str]
    queries: dict[str, str]
    qrels: Qrels


def load_judged_set(
    path: Path, split: str, max_queries: int | None = None, max_passages: int | None = None, seed: int = 13
) -> JudgedSet:
    """Read a split, or a pool of it: some queries, all their judged passages, and others at random.

    Scores on a pool are higher than on the whole set and comparable only with each other.
    """
    folder = BeirFolder(path)
    qrels, texts = folder.qrels(split), folder.queries()
    draw = random.Random(seed)  # noqa: S311 - a draw, not a secret
    names = [name for name in qrels if name in texts]
    if max_queries is not None and max_queries < len(names):
        names = draw.sample(names, max_queries)
    passages = dict(folder.passages())
    kept = list(passages)
    if max_passages is not None and max_passages < len(kept):
        judged = {passage for name in names for passage in qrels[name] if passage in passages}
        others = [name for name in kept if name not in judged]
        extra = draw.sample(others, max(0, min(len(others), max_passages - len(judged))))
        wanted = judged | set(extra)
        kept = [name for name in kept if name in wanted]
    label = f"{path.name} {split}" + ("" if len(kept) == len(passages) else f" (pool of {len(kept)})")
    return JudgedSet(
        label,
        kept,
        [passages[name] for name in kept],
        {name: texts[name] for name in names},
        {name: qrels[name] for name in names},
    )
