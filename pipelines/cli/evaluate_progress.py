"""How far an evaluation is: the ingest's bar, then a bar of queries, both on standard error."""

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pipelines.ingest.progress import Progress


class EvaluateProgress:
    """Shows one bar at a time; use as a context manager.

    Args:
        name: What is being evaluated.
        quiet: Show nothing.
    """

    def __init__(self, name: str, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self._name, self._quiet = name, quiet
        self._stack = ExitStack()
        self._ingest: ExitStack | None = None
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bars = Bars(*columns, console=Console(stderr=True), transient=True, disable=quiet)
        self._task = self._bars.add_task(f"{name}: queries", total=None, visible=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ingest(self) -> "Progress | None":
        """Return what an ingest tells, or None when nothing is to be shown."""
        if self._quiet:
            return None
        from pipelines.cli.ingest_progress import ProgressBar

        self._ingest = self._stack.enter_context(ExitStack())
        return self._ingest.enter_context(ProgressBar(self._name))

    def advance(self, done: int, total: int) -> None:
        """Show that `done` of `total` queries are through."""
        if self._ingest is not None:
            self._ingest.close()
            self._ingest = None
        if not self._bars.live.is_started:
            self._stack.enter_context(self._bars)
        self._bars.update(self._task, completed=done, total=total, visible=True)
