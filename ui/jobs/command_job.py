"""A command of `search-app` that runs in a process of its own while the page goes on."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from search_app.child_python import module_command, module_environment
from search_app.records.job_progress import JobProgress

REJECTS_EXIT_CODE = 5
JobState = Literal["running", "done", "failed", "cancelled"]
_TOLD = 2000  # characters of an error
_LISTED = 50


@dataclass(frozen=True, slots=True)
class JobNews:
    """What is known about a job at one moment.

    Attributes:
        state: How it stands.
        progress: What it tells of itself.
        seconds: Since the page started it.
        outcome: The object it printed at its end, or None.
        problem: One sentence when it failed.
        rejects: (where, why) of the first pieces it refused.
    """

    state: JobState
    progress: JobProgress = JobProgress()
    seconds: float = 0.0
    outcome: dict[str, Any] | None = None
    problem: str = ""
    rejects: tuple[tuple[str, str], ...] = ()


class CommandJob:
    """Starts the command at once and watches it.

    Args:
        kind: "ingest" or "verify".
        collection: The collection it is about.
        arguments: Of `search-app`; "--json" is among them.
        folder: For its output; exists. A folder "files" in it is deleted when the job has ended.
    """

    def __init__(
        self, kind: Literal["ingest", "verify"], collection: str, arguments: Sequence[str], folder: Path
    ) -> None:
        self.kind, self.collection, self.folder = kind, collection, folder
        self._began = time.monotonic()
        self._ended: float | None = None
        self._interrupts = 0
        command = module_command("search_app.cli.main", *arguments)
        with (folder / "outcome.json").open("wb") as out, (folder / "log.jsonl").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                env=module_environment(),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=log,
                start_new_session=True,
            )
        self._watcher = threading.Thread(target=self._watch, name=f"{kind} {collection}", daemon=True)
        self._watcher.start()

    @property
    def progress_file(self) -> Path:
        """Where the command tells how far it is, see `progress_path`."""
        return progress_path(self.folder)

    def cancel(self) -> None:
        """Ask it to stop, as Ctrl-C does; the second time it is ended. What is published stays published."""
        self._interrupts += 1
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGINT if self._interrupts == 1 else signal.SIGKILL)

    def wait(self, seconds: float) -> bool:
        """Wait for its end; returns False when it is still running."""
        self._watcher.join(seconds)
        return self._ended is not None

    def news(self) -> JobNews:
        """Return how it stands."""
        state = self._state()
        outcome = _read_object(self.folder / "outcome.json") if state != "running" else None
        return JobNews(
            state=state,
            progress=JobProgress.from_text(_text(self.progress_file)),
            seconds=(self._ended or time.monotonic()) - self._began,
            outcome=outcome,
            problem=self._problem() if state == "failed" else "",
            rejects=_rejects(outcome),
        )

    def _state(self) -> JobState:
        if self._ended is None:
            return "running"
        code = self._process.returncode
        if self._interrupts and code not in (0, REJECTS_EXIT_CODE):
            return "cancelled"
        # A verification that finds faults ends with 4 and its report, which is what was asked for.
        fine = code in (0, REJECTS_EXIT_CODE) or (self.kind == "verify" and self._reported())
        return "done" if fine else "failed"

    def _reported(self) -> bool:
        return _read_object(self.folder / "outcome.json") is not None

    def _problem(self) -> str:
        lines = _text(self.folder / "log.jsonl").strip().splitlines()
        errors = [line for line in lines if line.startswith("error: ")] or lines[-1:]
        said = errors[-1].removeprefix("error: ") if errors else ""
        return said[:_TOLD] or f"It ended with exit code {self._process.returncode} and said nothing."

    def _watch(self) -> None:
        self._process.wait()
        self._ended = time.monotonic()
        shutil.rmtree(self.folder / "files", ignore_errors=True)


def progress_path(folder: Path) -> Path:
    """Return the progress file of a job."""
    return folder / "progress.json"


def _rejects(outcome: dict[str, Any] | None) -> tuple[tuple[str, str], ...]:
    path = (outcome or {}).get("rejects_file")
    found: list[tuple[str, str]] = []
    for line in _text(Path(path)).splitlines() if path else ():
        with contextlib.suppress(ValueError, KeyError, TypeError):
            entry = json.loads(line)
            if entry.get("kind", "refused") == "refused":
                found.append((str(entry["position"]), str(entry["reason"])))
        if len(found) == _LISTED:
            break
    return tuple(found)


def _read_object(path: Path) -> dict[str, Any] | None:
    """Return the JSON object in the last line of a file, or None while there is none."""
    lines = _text(path).strip().splitlines()
    try:
        found = json.loads(lines[-1]) if lines else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
