"""Query latency beside the stack one would glue together from the same libraries."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import data, glued_stack, job
from benchmarks.table import save
from search_app.engine.service import SearchService
from search_app.records import Query
from search_app.settings import Settings

SIZES = (5_000, 50_000)
QUERIES = 60
GLUED_QUERIES = 12  # a glued query takes seconds at 50,000 passages; a dozen shows it


def main() -> None:
    """Measure hybrid search with and without rerank at both sizes, one query at a time."""
    questions = list(data.queries("nq-qed", "dev").values())[:QUERIES]
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            rows += compare(size, questions, Path(scratch))
    header = ["passages", "rerank", "search_app p50 / p95 ms", "glued p50 / p95 ms", "ratio of p50"]
    note = (
        "Glued: sentence-transformers fp32 + qdrant-client local mode + Pyserini's LuceneSearcher + "
        "CrossEncoder, lanes one after the other, RRF, rerank of 50. Targets: 5 times without rerank, 3 with."
    )
    save("latency", "Query latency, hybrid", header, rows, note)


def compare(size: int, questions: list[str], scratch: Path) -> list[list[str]]:
    """Return the rows of one collection size."""
    source = scratch / "passages.jsonl"
    glued_stack.write_source(source, size)
    job.ingest(str(source), "bench", scratch / "data", "--passage-tokens", "256")
    service = SearchService(Settings(data_dir=scratch / "data"))
    try:
        stack = glued_stack.build(service, "bench", scratch)
        rows = []
        for rerank in (False, True):
            ours = times(lambda q, r=rerank: service.search("bench", Query(q, rerank=r)), questions)
            theirs = times(lambda q, r=rerank: stack.search(q, rerank=r), questions[:GLUED_QUERIES])
            ratio = statistics.median(theirs) / statistics.median(ours)
            rows.append([f"{size:,}", "yes" if rerank else "no", span(ours), span(theirs), f"{ratio:.1f}"])
        memory = int(Path(f"/proc/{os.getpid()}/statm").read_text().split()[1]) * 4096 / 2**20
        print(f"resident with both stacks loaded: {memory:.0f} MB")
        return rows
    finally:
        service.close()


def times(search: Callable[[str], Any], questions: list[str]) -> list[float]:
    """Return milliseconds per query after three warm-up queries."""
    for question in questions[:3]:
        search(question)
    spent = []
    for question in questions:
        started = time.perf_counter()
        search(question)
        spent.append((time.perf_counter() - started) * 1000)
    return spent


def span(milliseconds: list[float]) -> str:
    """Format median and 95th percentile."""
    ordered = sorted(milliseconds)
    return f"{statistics.median(ordered):.0f} / {ordered[int(len(ordered) * 0.95)]:.0f}"
