"""A collection as shards of vectors on disk; a killed job goes on with the next shard."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from pipelines.runs.folder import write_json
from search_app.batched import batched

DONE = "complete.json"


def encode_corpus(
    model: Path,
    passages: Iterable[tuple[str, str]],
    folder: Path,
    shard_size: int,
    batch_size: int,
    half: bool = False,
) -> None:
    """Write `shard-00000.npy`, float32 or float16[n, D], and `shard-00000.ids` beside it, and so on.

    Memory holds one shard.

    Args:
        model: Folder of a bi-encoder of sentence-transformers.
        passages: (id, text), in the same order every time.
        folder: Takes the shards; those that are there stay as they are.
        shard_size: Passages per shard.
        batch_size: Passages encoded at once.
        half: Encode on a GPU, and store, in 16 bits.
    """
    if (folder / DONE).is_file():
        return
    folder.mkdir(parents=True, exist_ok=True)
    encoder = load_encoder(model, half)
    count = 0
    for number, rows in enumerate(tqdm(batched(passages, shard_size), desc="encode shards", disable=None)):
        target = folder / f"shard-{number:05d}.npy"
        names = target.with_suffix(".ids")
        if not names.is_file():
            vectors = encode(encoder, [text for _, text in rows], batch_size, query=False)
            np.save(target, vectors.astype(np.float16 if half else np.float32), allow_pickle=False)
            # The ids come last and in one step: a shard without them is made again.
            partial = names.with_suffix(".ids.partial")
            partial.write_text("".join(f"{name}\n" for name, _ in rows), encoding="utf-8")
            partial.replace(names)
        count += len(rows)
    write_json(folder / DONE, {"passages": count, "model": model.name})


def load_encoder(model: Path, half: bool) -> Any:
    """The bi-encoder, on the GPU where there is one, there in 16 bits when asked for."""
    import torch
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(model), device="cuda" if torch.cuda.is_available() else "cpu")
    return encoder.half() if half and torch.cuda.is_available() else encoder


def encode(encoder: Any, texts: Sequence[str], batch_size: int, query: bool) -> NDArray[np.float32]:
    """Return float32[n, D]; several GPUs share the work."""
    import torch

    work = encoder.encode_query if query else encoder.encode_document
    several = torch.cuda.device_count() > 1 and len(texts) > 10_000
    devices = [f"cuda:{place}" for place in range(torch.cuda.device_count())] if several else None
    found = work(list(texts), batch_size=batch_size, device=devices, show_progress_bar=False)
    return np.asarray(found, dtype=np.float32)
