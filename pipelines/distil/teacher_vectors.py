"""A bi-encoder's vectors as the target of another (Reimers and Gurevych 2020; Kim et al. 2023)."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from datasets import Array2D, Dataset, DatasetDict, Features, concatenate_datasets
from numpy.typing import NDArray

from pipelines.base_model import locate_base_model
from pipelines.data.pair_file import TrainingPair
from search_app.errors import BadInputError

VECTORS = "vectors"
"""Folder of a run that holds them."""

_BATCH = 16


def write_vectors(
    mixture: dict[str, list[TrainingPair]], teacher: str, root: Path, tokens: int, folder: Path
) -> None:
    """Encode every query and positive passage into `folder`/SOURCE.npy, float16[pairs, 2, dimension].

    A file that is there is left as it is: each is written whole, so that a killed run goes on with the next.

    Args:
        mixture: {source: pairs}.
        teacher: A bi-encoder: the name of a packaged model, a folder of sentence-transformers or a hub id.
        root: Data root of the recipe.
        tokens: Window, of teacher and student alike.
        folder: Made where it is missing.
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
        columns = [[pair.query for pair in pairs], [pair.positive for pair in pairs]]
        found = np.stack([_encoded(model, texts) for texts in columns], axis=1)
        scratch = folder / f".{name}.tmp.npy"
        np.save(scratch, found.astype(np.float16))
        scratch.rename(folder / f"{name}.npy")


def with_vectors(datasets: DatasetDict, dimension: int, folder: Path) -> DatasetDict:
    """Add the column "label" with what `write_vectors` wrote: of the query, then of the passage.

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
    if vectors.shape[2] != dimension:
        raise BadInputError(
            f"the teacher's vectors have {vectors.shape[2]} dimensions, the student's {dimension}",
            'a teacher of the student\'s size for the loss "embedding"',
        )
    features = Features({"label": Array2D(shape=(2, dimension), dtype="float32")})
    labels = Dataset.from_dict({"label": vectors.astype(np.float32)}, features=features)
    return concatenate_datasets([rows, labels], axis=1)
