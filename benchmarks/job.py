"""Running the product's own commands in processes of their own, and reading what they used."""

import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

from search_app.bundles.locate import locate_bundle
from search_app.bundles.manifest import read_manifest
from search_app.settings import read_settings


def kept_data_dir() -> Path:
    """Folder of collections that several measurements share; ingesting again costs nothing.

    Each pair of encoders has a folder of its own.
    """
    folder = os.environ.get("SEARCH_APP_BENCHMARK_DIR") or user_cache_path("search-app-benchmarks")
    settings = read_settings()
    bundles = [locate_bundle(reference) for reference in (settings.dense_bundle, settings.sparse_bundle)]
    return Path(folder) / "-".join(read_manifest(bundle).fingerprint[:8] for bundle in bundles)


@dataclass(frozen=True)
class Finished:
    """Standard output, wall seconds and peak memory of a finished command."""

    stdout: str
    seconds: float
    peak_mb: float


def search_app(*arguments: str, data_dir: Path, **environment: str) -> Finished:
    """Run `search-app` with a data directory of its own."""
    command = [sys.executable, "-c", "from search_app.cli.main import main; main()", *arguments]
    return run(command, SEARCH_APP_DATA_DIR=str(data_dir), **environment)


def run(command: list[str], **environment: str) -> Finished:
    """Run a command to its end; stops with its error output when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment
    )
    stdout, stderr = process.communicate()
    seconds = time.perf_counter() - started
    if process.returncode not in (0, 5):
        raise SystemExit(f"{' '.join(command[:6])} failed:\n{stderr[-2000:]}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Finished(stdout, seconds, peak)


def ingest(source: str, collection: str, data_dir: Path, *options: str, **environment: str) -> dict[str, Any]:
    """Ingest and return the object the command prints."""
    done = search_app(
        "ingest", source, "--collection", collection, "--json", *options, data_dir=data_dir, **environment
    )
    outcome: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return outcome
