"""Query latency beside the stack one would glue together from the same libraries."""

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import data, glued_stack, job
from benchmarks.table import save
from benchmarks.timing import milliseconds
from search_app.engine.service import SearchService
from search_app.records import Query
from search_app.settings import Settings

SIZES = {5_000: 100, 50_000: 20}  # passages: words of each; encoding 50,000 takes minutes even so
MODES = (False, True)  # rerank
QUERIES = 60
GLUED_QUERIES = 12  # a glued query takes seconds at 50,000 passages; a dozen shows it


def main() -> None:
    """Measure hybrid search with and without rerank at both sizes, one query at a time."""
    questions = list(data.queries("nq-qed", "dev").values())[:QUERIES]
    rows = []
    wanted = os.environ.get("SEARCH_APP_BENCHMARK_SIZES")
    sizes = {size: words for size, words in SIZES.items() if not wanted or str(size) in wanted.split(",")}
    for size, words in sizes.items():
        with tempfile.TemporaryDirectory() as scratch:
            rows += compare(size, words, questions, Path(scratch))
    header = [
        "passages",
        "rerank",
        "search_app p50 / p95 ms",
        "glued p50 / p95 ms",
        "ratio of p50",
        "search_app with explanations, p50 / p95 ms",
        "our memory MB",
    ]
    note = (
        "Glued: sentence-transformers fp32 + qdrant-client local mode + Pyserini's LuceneSearcher + "
        "CrossEncoder, lanes one after the other, RRF, rerank of as many as ours. Its sparse queries keep "
        "32 terms, since its sparse head is untrained. Targets: 5 times without rerank, 3 with."
    )
    save("latency", "Query latency, hybrid", header, rows, note)


def compare(size: int, words: int, questions: list[str], scratch: Path) -> list[list[str]]:
    """Return the rows of one collection size."""
    source = scratch / "passages.jsonl"
    glued_stack.write_source(source, size, words)
    job.ingest(str(source), "bench", scratch / "data", "--passage-tokens", "256")
    with SearchService(Settings(data_dir=scratch / "data")) as service:
        ours = {
            (r, e): milliseconds(
                lambda q, r=r, e=e: service.open("bench").search(Query(q, rerank=r, explain=e)), questions
            )
            for r in MODES
            for e in (False, True)
        }
        memory = int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20
    theirs = glued(scratch, questions[:GLUED_QUERIES])
    return [
        [
            f"{size:,} of {words} words",
            "yes" if rerank else "no",
            span(ours[rerank, False]),
            span(theirs[str(rerank)]),
            f"{statistics.median(theirs[str(rerank)]) / statistics.median(ours[rerank, False]):.1f}",
            span(ours[rerank, True]),
            f"{memory:.0f}",
        ]
        for rerank in MODES
    ]


def glued(scratch: Path, questions: list[str]) -> dict[str, list[float]]:
    """Run the glued stack in a process of its own, on the same vectors and texts."""
    asked = scratch / "questions.json"
    asked.write_text(json.dumps(questions), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "benchmarks.glued_stack",
        str(scratch / "data"),
        str(asked),
        str(scratch),
    ]
    spent: dict[str, list[float]] = json.loads(job.run(command).stdout.strip().splitlines()[-1])
    return spent


def span(milliseconds: list[float]) -> str:
    """Format median and 95th percentile."""
    ordered = sorted(milliseconds)
    return f"{statistics.median(ordered):.0f} / {ordered[int(len(ordered) * 0.95)]:.0f}"
