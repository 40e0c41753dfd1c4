"""The whole job against sentence-transformers encoding the same two vectors and doing nothing else."""

import json
import tempfile
import time
from pathlib import Path

from benchmarks import data, job, reference_models
from benchmarks.table import save

PASSAGES = 1500


def main() -> None:
    """Ingest real passages, encode the same with sentence-transformers, compare."""
    entries = data.passages("msmarco-dl19-pooled", PASSAGES)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "passages.jsonl"
        source.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
        outcome = job.ingest(str(source), "bench", Path(scratch) / "data")
        again = job.ingest(str(source), "bench", Path(scratch) / "data")
    texts = [f"{entry.get('title', '')} {entry['text']}".strip() for entry in entries]
    seconds = {"dense": encode(reference_models.dense(), texts)}
    seconds["sparse"] = encode(reference_models.sparse(), texts)
    alone = len(texts) / sum(seconds.values())
    whole = outcome["passages"] / outcome["seconds"]["total"]
    rows = [
        ["search-app ingest, whole job", f"{whole:.0f}", f"{outcome['peak_memory_mb']:.0f}"],
        ["sentence-transformers fp32, encoding both vectors alone", f"{alone:.0f}", ""],
        ["ratio (target 1.5)", f"{whole / alone:.2f}", ""],
        ["search-app ingest again, nothing changed", f"{again['seconds']['total']:.2f} s in all", ""],
    ]
    note = f"{len(texts):,} MS MARCO passages; {outcome['passages']:,} after splitting. " + (
        f"sentence-transformers: dense {seconds['dense']:.0f} s, sparse {seconds['sparse']:.0f} s. "
        f"Stages of the job in seconds: {json.dumps(outcome['seconds'])}."
    )
    save("ingest", "Ingest", ["", "passages/s", "peak memory MB"], rows, note)


def encode(model: object, texts: list[str]) -> float:
    """Return the seconds the model takes for all texts, after a warm-up."""
    model.encode(texts[:32], batch_size=32)  # type: ignore[attr-defined]
    started = time.perf_counter()
    model.encode(texts, batch_size=32)  # type: ignore[attr-defined]
    return time.perf_counter() - started
