"""An evaluation as a table."""

from typing import TYPE_CHECKING

from search_app.evaluation.report import EvaluationReport, SystemReport

if TYPE_CHECKING:
    from rich.console import Console


def print_report(console: "Console", report: EvaluationReport) -> None:
    """Print one row per system, and what a reader must know."""
    from rich.box import SIMPLE
    from rich.table import Table

    title = f"{report.dataset}, {report.split}: {len(report.query_ids):,} queries"
    table = Table(title=title, box=SIMPLE, padding=(0, 1, 0, 0))  # five intervals fit into 80 columns
    measures = list(next(iter(report.systems.values())).measures)
    for column in ("system", *measures, "p50\nms", "p95\nms"):
        table.add_column(column, justify="left" if column == "system" else "right", overflow="fold")
    for name, system in report.systems.items():
        table.add_row(name, *(_with_interval(system, measure) for measure in measures), *_latency(system))
    console.print(table)
    sizes = ", ".join(f"{name} {size / 2**20:.1f} MiB" for name, size in report.index_bytes.items())
    console.print(
        f"{report.queries_per_second:g} queries/s through all systems together; "
        f"peak memory {report.peak_memory_mb:,.0f} MiB; index: {sizes}"
    )
    for sentence in (*report.problems, *report.notes):
        console.print(f"- {sentence}", markup=False)


def _with_interval(system: SystemReport, measure: str) -> str:
    low, high = system.interval[measure]
    bounds = "-".join(f"{bound:.3f}".removeprefix("0") for bound in (low, high))
    return f"{system.measures[measure]:.4f}\n[dim]{bounds}[/dim]"


def _latency(system: SystemReport) -> tuple[str, str]:
    if not system.latency_ms:
        return "-", "-"
    return f"{system.latency_ms['p50']:.1f}", f"{system.latency_ms['p95']:.1f}"
