"""`search-app fuse`: join run files of any systems into one."""

from pathlib import Path
from typing import Annotated

import typer

from search_app.errors import BadInputError
from search_app.fusion import METHODS, FusionRule

_METHODS = f"{', '.join(f'{name} ({method.words})' for name, method in METHODS.items())}."
_WITH_K = ", ".join(name for name, method in METHODS.items() if "k" in method.uses)


def fuse(
    runs: Annotated[list[Path], typer.Argument(help="Two or more run files, TREC or MS MARCO.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Run file to write.")],
    method: Annotated[str, typer.Option(help=_METHODS)] = "rrf",
    k: Annotated[
        float | None, typer.Option(help=f"Constant of {_WITH_K}, {FusionRule().k:g} if not given.")
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="One factor per run, in their order, separated by commas.")
    ] = None,
    depth: Annotated[int, typer.Option(min=1, help="Documents taken of each run, and kept.")] = 1000,
    kind: Annotated[str, typer.Option("--format", help="trec or msmarco.")] = "trec",
) -> None:
    """Fuse runs query by query with the functions that serve, and write one run."""
    from search_app.evaluation.fuse_runs import fuse_runs
    from search_app.evaluation.run_file import RUN_FORMATS, RunWriter, read_run

    if len(runs) < 2:
        raise BadInputError("one run", "two or more to fuse", "name more run files")
    form = next((name for name in RUN_FORMATS if name == kind), None)
    if form is None:
        raise BadInputError(f"--format {kind}", f"one of {', '.join(RUN_FORMATS)}")
    rule = _rule(method, k)
    files = [read_run(path) for path in runs]
    factors = _factors(weights, len(files))
    with RunWriter(output, output.stem, form) as writer:
        count = 0
        for query, ranked in fuse_runs([file.run for file in files], rule, factors, depth):
            writer.write(query, ranked)
            count += 1
    for sentence in (sentence for file in files for sentence in file.problems):
        typer.echo(f"note: {sentence}", err=True)
    typer.echo(f"{count:,} queries of {len(files)} runs fused into {output}", err=True)


def _rule(method: str, k: float | None) -> FusionRule:
    if k is not None and method in METHODS and "k" not in METHODS[method].uses:
        raise BadInputError(f"--k {k:g} for {method}", f"a method that has one: {_WITH_K}", "leave out --k")
    return FusionRule(method) if k is None else FusionRule(method, k)


def _factors(text: str | None, count: int) -> list[float]:
    if text is None:
        return [1.0] * count
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        found = []
    if len(found) != count or min(found) < 0:
        raise BadInputError(
            f"--weights {text}", f"{count} numbers from 0, one per run", "such as --weights 0.5,0.5"
        )
    return found
