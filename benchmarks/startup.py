"""From pressing Enter to the first answer, and what importing costs."""

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks import data, job
from benchmarks.table import save
from search_app.lucene.jvm import prepare_jvm

RUNS = 5
QUESTION = "effects of vitamin D on bone density"


def main() -> None:
    """Time cold searches over SciFact (5,183 passages) in fresh processes."""
    folder = job.kept_data_dir()
    job.ingest(str(data.folder("scifact")), "scifact", folder)
    cases = {
        "search, all lanes and rerank (target 2.5 s)": [],
        "search --no-rerank": ["--no-rerank"],
        "search --lanes dense --no-rerank": ["--lanes", "dense", "--no-rerank"],
        "search --lanes dense (target 1.5 s)": ["--lanes", "dense"],
    }
    if prepare_jvm() is None:
        raise SystemExit("the archive of Java's classes cannot be made, so there is nothing to compare")
    rows = [measure(name, options, folder) for name, options in cases.items()]
    with tempfile.TemporaryDirectory() as empty:
        rows.append(measure("search, before there is an archive of Java's classes", [], folder, empty))
    rows.append(["import search_app (target 0.15 s)", *imports(), ""])
    save("startup", "Cold start", ["fresh process", "median s", "slowest s", "peak memory MB"], rows)


def measure(name: str, options: list[str], folder: Path, cache: str | None = None) -> list[str]:
    """Return a row of whole-process wall times.

    Args:
        name: Its first cell.
        options: Of the search.
        folder: The data directory.
        cache: The user's cache directory; None leaves it where it is.
    """
    search = ["search", QUESTION, "--collection", "scifact", *options]
    elsewhere = {"XDG_CACHE_HOME": cache} if cache else {}
    runs = [job.search_app(*search, data_dir=folder, **elsewhere) for _ in range(RUNS + 1)][1:]
    seconds, memory = [run.seconds for run in runs], peak(search, folder, **elsewhere)
    return [name, f"{statistics.median(seconds):.2f}", f"{max(seconds):.2f}", f"{memory:.0f}"]


def peak(search: list[str], folder: Path, **environment: str) -> float:
    """Return the peak memory of one search in MB, read inside its own process."""
    code = (
        "import resource, sys\n"
        "from search_app.cli.main import main\n"
        "try:\n    main()\n"
        "finally:\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = job.run([sys.executable, "-c", code, *search], SEARCH_APP_DATA_DIR=str(folder), **environment)
    return float(done.stdout.strip().splitlines()[-1])


def imports() -> tuple[str, str]:
    """Return median and slowest seconds that `import search_app` adds to an empty interpreter."""
    code = "import time; t = time.perf_counter(); import search_app; print(time.perf_counter() - t)"
    seconds = [float(job.run([sys.executable, "-c", code]).stdout) for _ in range(RUNS)]
    return f"{statistics.median(seconds):.3f}", f"{max(seconds):.3f}"
