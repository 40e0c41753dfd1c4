"""The job at growing sizes: seconds and bytes per passage, memory, a run with nothing to do, Lucene alone."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import data, job
from benchmarks.light_models import write_light_models
from benchmarks.table import save

SIZES = (3_000, 30_000, 300_000)
WORDS = 8
"""A passage is a stretch of so many words."""

REAL = 2_000
"""Whole introductions, for the share of the job that is not encoding."""


def main() -> None:
    """Ingest each size anew, the largest twice, with models that cost nothing; then a few with real ones."""
    sizes = [int(size) for size in os.environ.get("SEARCH_APP_SCALE", "").split(",") if size] or SIZES
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("SEARCH_APP_BENCHMARK_DIR")) as folder:
        scratch = Path(folder)
        light = write_light_models(scratch / "models")
        base = 0.0
        for size in sizes:
            source = write_source(scratch / f"{size}.jsonl", size)
            done = job.ingest(str(source), f"n{size}", scratch / "data", **light)
            cost = done["seconds"]["total"] / size
            base = base or cost
            rows.append(row(size, done, cost / base, disk(f"n{size}", scratch / "data")))
        again = job.ingest(str(source), f"n{size}", scratch / "data", **light)
        lucene = lucene_alone(size, scratch / "lucene")
        texts = [record["text"] for record in islice(data.records(introductions()), REAL)]
        whole = job.ingest(str(write_texts(scratch / "real.jsonl", texts)), "real", scratch / "data")
        bare, rate = REAL / encoders_alone(texts), whole["documents"] / whole["seconds"]["total"]
    note = (
        f"Passages are stretches of {WORDS} words of Wikipedia introductions; vectors have the shapes of the "
        "shipped models' and cost next to nothing, so that this is what everything else costs. "
        f"Nothing changed at {size:,}: {again['seconds']['total']:.1f} s "
        f"({again['seconds']['total'] / done['seconds']['total']:.1%} of the first run), "
        f"{again['peak_memory_mb']:.0f} MB, {again['encoded']} encoded. "
        f"Lucene alone: {lucene:.0f} passages/s. "
        f"Stages at {size:,} in seconds, overlapping: {json.dumps(done['seconds'])}. "
        f"With the shipped models, {REAL:,} whole introductions ({whole['passages']:,} passages): whole job "
        f"{rate:.0f}, bare encoders {bare:.0f} a second, ratio {rate / bare:.2f}; "
        f"{whole['seconds']['encode'] / whole['seconds']['total']:.0%} of the job's time is encoding; "
        f"{whole['peak_memory_mb']:.0f} MB."
    )
    header = ["passages", "seconds", "passages/s", "cost, first = 1", "job MB", "any process MB"]
    header.append("bytes/passage")
    save("scale", "Ingest at growing sizes", header, rows, note)


def row(size: int, done: dict[str, Any], growth: float, bytes_: int) -> list[str]:
    """Format one size; "any process" counts the one that builds the graph as well."""
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        f"{size:,}",
        f"{done['seconds']['total']:.1f}",
        f"{done['passages_per_second']:.0f}",
        f"{growth:.2f}",
        f"{done['peak_memory_mb']:.0f}",
        f"{largest:.0f}",
        f"{bytes_ / done['passages']:.0f}",
    ]


def stretches() -> Iterator[str]:
    """Yield the first words of every introduction, then the next words of every one, and so on."""
    for turn in range(100):
        for record in data.records(introductions()):
            words = record["text"].split()[WORDS * turn : WORDS * (turn + 1)]
            if len(words) == WORDS:
                yield " ".join(words)


def introductions() -> Path:
    """Return the corpus all texts come from."""
    return data.folder("wikipedia-intros") / "corpus.jsonl"


def write_source(path: Path, size: int) -> Path:
    """Write the first `size` stretches as JSON Lines."""
    return write_texts(path, islice(stretches(), size))


def write_texts(path: Path, texts: Iterable[str]) -> Path:
    """Write texts as documents without titles."""
    with path.open("w", encoding="utf-8") as stream:
        for number, text in enumerate(texts):
            stream.write(json.dumps({"_id": f"s{number}", "text": text}) + "\n")
    return path


def disk(collection: str, data_dir: Path) -> int:
    """Return the bytes a collection takes on the disk."""
    done = job.search_app("collections", "info", collection, "--json", data_dir=data_dir)
    return int(json.loads(done.stdout)["disk_bytes"])


def encoders_alone(texts: list[str]) -> float:
    """Return the seconds both encoders take for the texts in a process of their own, loading left out."""
    program = (
        "import json, sys, time\n"
        "from benchmarks.scale import encode_all\n"
        "print(encode_all(json.load(sys.stdin)))\n"
    )
    with tempfile.TemporaryFile("w+") as stream:
        json.dump(texts, stream)
        stream.seek(0)
        done = subprocess.run(
            [sys.executable, "-c", program], stdin=stream, capture_output=True, text=True, check=True
        )
    return float(done.stdout)


def encode_all(texts: list[str]) -> float:
    """Encode in the windows of the job and return the seconds."""
    from pipelines.ingest.configured import models_of
    from pipelines.ingest.encode import WINDOW
    from search_app.records import Passage
    from search_app.settings import read_settings

    settings = read_settings()
    encoder = models_of(settings).encoder
    passages = [Passage(f"s{number}", 0, 0, len(text), text) for number, text in enumerate(texts)]
    encoder.encode(passages[:64])
    started = time.perf_counter()
    for start in range(0, len(passages), WINDOW):
        encoder.encode(passages[start : start + WINDOW])
    return time.perf_counter() - started


def lucene_alone(size: int, folder: Path) -> float:
    """Return the passages a second that Lucene indexes when nothing else is done."""
    from search_app.lucene.writer import LuceneIndexWriter
    from search_app.records import Passage

    with closing(LuceneIndexWriter(folder)) as writer:
        started = time.perf_counter()
        texts = enumerate(islice(stretches(), size))
        while block := [Passage(f"s{number}", 0, 0, len(text), text) for number, text in islice(texts, 2048)]:
            writer.upsert(block)
        writer.commit()
        return size / (time.perf_counter() - started)
