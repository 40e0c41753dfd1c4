"""A report on a document in the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from search_app.cli.answer_text import one_line, share_line
from search_app.records import ScoreStep, WhyReport


def print_report(console: Console, report: WhyReport) -> None:
    """Print the report, and below it the second document and the comparison."""
    for stage, reason in report.degraded.items():
        console.print(f"[yellow]without {escape(stage)}:[/] {escape(reason)}")
    _print_document(console, report)
    if report.versus is None:
        return
    console.print()
    _print_document(console, report.versus)
    console.print()
    if report.comparison:
        console.print(Text(one_line(report.comparison)))
    if report.differences:
        first, second = one_line(report.document_id), one_line(report.versus.document_id)
        console.print(Text(f"{first} minus {second}, step by step:"))
        _print_steps(console, report.differences)


def _print_document(console: Console, report: WhyReport) -> None:
    heading = Text(one_line(report.document_id), style="bold")
    if report.passage is not None:
        heading.append(f"  {one_line(report.passage.title)}", "")
        heading.append(f"  passage {report.passage.ordinal + 1}", "dim")
    console.print(heading)
    console.print(Text(one_line(report.reason)))
    if report.change is not None:
        console.print(Text(one_line(report.change.sentence), style="green"))
    elif report.stage not in ("shown", "unknown document"):
        console.print(Text(f"No single change brings it into the {report.limit} shown.", style="dim"))
    if report.lanes:
        console.print(_standings(report))
    if report.steps:
        score = f"score {report.score:.4f}" if report.score is not None else "fused score"
        console.print(Text(f"{score}, of which"))
        _print_steps(console, report.steps)
    if report.rerank_share:
        console.print(Text(share_line(report.rerank_share), style="dim"))


def _standings(report: WhyReport) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, justify in (("stage", "left"), ("rank", "right"), ("score", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for lane, standing in report.lanes.items():
        if standing is None:
            table.add_row(lane, "-", "no match")
        else:
            table.add_row(lane, str(standing.rank), f"{standing.score:.4f}")
    for name, rank, score in (
        ("fused", report.fused_rank, report.fused_score),
        ("cross-encoder", report.rerank_rank, report.rerank_score),
        ("final", report.final_rank, report.score),
    ):
        table.add_row(name, _or_dash(rank, "d"), _or_dash(score, ".4f"))
    return table


def _or_dash(value: float | None, pattern: str) -> str:
    return "-" if value is None else format(value, pattern)


def _print_steps(console: Console, steps: tuple[ScoreStep, ...]) -> None:
    for step in steps:
        console.print(Text(f"  {step.value:+8.4f}  {step.label}"))
