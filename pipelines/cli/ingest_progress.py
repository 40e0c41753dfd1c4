"""The progress bar of an ingest, on standard error."""

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pipelines.ingest.progress import Counts

_LABELS = {
    "resume": "checking what an interrupted job left",
    "copy": "copying the current generation",
    "create": "creating the collection",
    "encode": "reading, encoding, writing",
    "prune": "deleting what the source no longer has",
    "optimize": "building the search structures",
    "publish": "publishing",
}


class ProgressBar:
    """Share of the source read, passages, rate and time left; see `pipelines.ingest.progress.Progress`.

    Args:
        title: Shown in front.
    """

    def __init__(self, title: str) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            TaskProgressColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._console = Console(stderr=True, highlight=False)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[detail]}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=self._console,
            transient=True,
        )
        self._title = title
        self._task = self._bar.add_task(title, total=1.0, detail="")
        self._tell_phases = not self._console.is_terminal

    def phase(self, name: str) -> None:
        """Show what is being done now."""
        label = _LABELS.get(name, name)
        self._bar.update(self._task, description=f"{self._title}: {label}")
        if self._tell_phases:
            self._console.print(f"{self._title}: {label}", markup=False)

    def advanced(self, counts: "Counts", fraction: float) -> None:
        """Move the bar."""
        elapsed = self._bar.tasks[0].elapsed or 0.0
        rate = counts.encoded / elapsed if elapsed else 0.0
        detail = f"{counts.documents:,} documents, {counts.encoded:,} passages encoded ({rate:.0f}/s)"
        if counts.skipped:
            detail += f", {counts.skipped:,} unchanged"
        if counts.rejects:
            detail += f", {counts.rejects:,} rejects"
        self._bar.update(self._task, completed=fraction, detail=detail)

    def note(self, message: str) -> None:
        """Print a line above the bar."""
        self._console.print(message, markup=False)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
