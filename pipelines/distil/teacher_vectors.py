"""A bi-encoder's vectors as the target of another (Reimers and Gurevych 2020; Kim et al. 2023)."""

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from datasets import Array2D, Dataset, DatasetDict, Features, concatenate_datasets
from numpy.typing import NDArray
from transformers import PreTrainedTokenizerBase

from pipelines.base_model import locate_base_model
from pipelines.data.pair_file import TrainingPair
from pipelines.distil.stretches import draw_stretches
from search_app.errors import BadInputError

VECTORS = "vectors"
"""Folder of a run that holds them."""

_BATCH = 16


def write_vectors(
    mixture: dict[str, list[TrainingPair]],
    teacher: str,
    root: Path,
    tokens: int,
    folder: Path,
    stretches: int = 0,
    tokenizer: PreTrainedTokenizerBase | None = None,
) -> None:
    """Encode queries, positive passages and stretches of these into `folder`/SOURCE.npy.

    float16[pairs, 2 + stretches, dimension + 2]: of the query, of the passage, of each stretch; the last two
    columns are where a stretch begins and ends in the passage's row of tokens (0 for whole texts). A file
    that is there is left as it is: each is written whole, so that a killed run goes on with the next.

    Args:
        mixture: {source: pairs}.
        teacher: A bi-encoder: the name of a packaged model, a folder of sentence-transformers or a hub id.
        root: Data root of the recipe.
        tokens: Window, of teacher and student alike.
        folder: Made where it is missing.
        stretches: Drawn from each passage; see `draw_stretches`.
        tokenizer: The student's; not needed without stretches.
    """
    missing = {name: pairs for name, pairs in mixture.items() if not (folder / f"{name}.npy").is_file()}
    if not missing:
        return
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        locate_base_model(teacher, root), device="cuda" if torch.cuda.is_available() else "cpu"
    )
    model.max_seq_length = tokens
    folder.mkdir(parents=True, exist_ok=True)
    for name, pairs in missing.items():
        draw = random.Random(name)  # noqa: S311 - a seed, not a secret
        drawn = [
            draw_stretches(pair.positive, tokenizer, tokens, stretches, draw) if tokenizer else []
            for pair in pairs
        ]
        texts = [
            [pair.query, pair.positive, *(each.text for each in places)]
            for pair, places in zip(pairs, drawn, strict=True)
        ]
        bounds = [[(0, 0), (0, 0), *((each.start, each.end) for each in places)] for places in drawn]
        found = _encoded(model, [text for row in texts for text in row]).reshape(
            len(pairs), 2 + stretches, -1
        )
        rows = np.concatenate([found, np.array(bounds, dtype=np.float32)], axis=2)
        scratch = folder / f".{name}.tmp.npy"
        np.save(scratch, rows.astype(np.float16))
        scratch.rename(folder / f"{name}.npy")


def with_vectors(datasets: DatasetDict, dimension: int, folder: Path) -> DatasetDict:
    """Add the column "label" with what `write_vectors` wrote; without stretches, only the vectors.

    Raises:
        BadInputError: When the teacher's vectors have another length than `dimension`.
    """
    return DatasetDict(
        {name: _labelled(rows, dimension, folder / f"{name}.npy") for name, rows in datasets.items()}
    )


def _encoded(model: object, texts: Sequence[str]) -> NDArray[np.float32]:
    found = model.encode(list(texts), batch_size=_BATCH, show_progress_bar=None)  # type: ignore[attr-defined]
    return np.asarray(found, dtype=np.float32)


def _labelled(rows: Dataset, dimension: int, path: Path) -> Dataset:
    vectors = np.load(path)
    if vectors.shape[2] - 2 != dimension:
        raise BadInputError(
            f"the teacher's vectors have {vectors.shape[2] - 2} dimensions, the student's {dimension}",
            'a teacher of the student\'s size for the loss "embedding"',
        )
    labels = vectors if vectors.shape[1] > 2 else vectors[..., :dimension]
    features = Features({"label": Array2D(shape=labels.shape[1:], dtype="float32")})
    column = Dataset.from_dict({"label": labels.astype(np.float32)}, features=features)
    return concatenate_datasets([rows, column], axis=1)
