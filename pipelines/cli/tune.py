"""`search-app tune`: learn how lanes are weighed, fused and reranked from judgements."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from search_app.errors import BadInputError
from search_app.lanes import FEEDBACK, LANES, SERVED_LANES

if TYPE_CHECKING:
    from pipelines.judged.evaluation_set import EvaluationSet
    from pipelines.tune.job import TuneOutcome
    from search_app.settings import Settings


def tune(
    collection: Annotated[str | None, typer.Argument(help="Collection whose queries were judged.")] = None,
    queries: Annotated[Path | None, typer.Option(help="Queries: id, tab, text; or JSON Lines.")] = None,
    qrels: Annotated[Path | None, typer.Option(help="Their judgements, TREC or BEIR.")] = None,
    datasets: Annotated[
        str | None,
        typer.Option(help="Instead: data sets as FOLDER:SPLIT, separated by commas; each counts the same."),
    ] = None,
    leave_one_out: Annotated[
        bool, typer.Option("--leave-one-out", help="Hold out whole data sets instead of queries.")
    ] = False,
    lanes: Annotated[
        str | None,
        typer.Option(
            help=f"Lanes that may be asked, of {', '.join(LANES)}; by default {', '.join(SERVED_LANES)}."
            " Feedback is always tried."
        ),
    ] = None,
    sample: Annotated[int | None, typer.Option(min=10, help="Most queries of each data set.")] = None,
    rerank: Annotated[bool, typer.Option(help="Try profiles with the cross-encoder.")] = True,
    folds: Annotated[int, typer.Option(min=2, max=50, help="Folds over queries.")] = 5,
    name: Annotated[str, typer.Option(help="Name of the profile; a number is added.")] = "tuned",
    output: Annotated[
        Path | None, typer.Option(help="Write the profile to this file instead, replacing it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Learn a profile by nDCG@10, say whether it beats the best single lane and plain RRF, write it.

    Use training or development judgements: figures on the queries it saw are no evidence.
    """
    from pipelines.tune.job import tune as run_job
    from pipelines.tune.profile_file import next_profile
    from search_app.cli.service import open_service
    from search_app.collections import Catalog
    from search_app.settings import read_settings

    settings = read_settings()
    path = output or next_profile(settings.data_dir / "profiles", name)
    entries = _entries(collection, queries, qrels, datasets, settings)
    with open_service() as service:
        outcome = run_job(
            service,
            Catalog(settings.data_dir),
            entries,
            path,
            lanes=_lanes(lanes),
            sample=sample,
            rerank=rerank,
            by_collection=leave_one_out,
            folds=folds,
            tell=lambda message: typer.echo(message, err=True),
        )
    typer.echo(json.dumps(_to_json(outcome))) if as_json else _show(outcome)


def _lanes(text: str | None) -> tuple[str, ...]:
    """Return the lanes named, in the order in which they are shown."""
    from search_app.cli.search import parse_lanes

    named = parse_lanes(text)
    if named is None:
        return SERVED_LANES
    if FEEDBACK in named:
        raise BadInputError(f"--lanes {text}", f"some of {', '.join(LANES)}", "feedback is tried anyway")
    return tuple(lane for lane in LANES if lane in named)


def _entries(
    collection: str | None,
    queries: Path | None,
    qrels: Path | None,
    datasets: str | None,
    settings: "Settings",
) -> "list[tuple[str, EvaluationSet]]":
    """Return (collection, queries and judgements); two splits of a data set are two entries."""
    from pipelines.evaluate.ensure_collection import ensure_collection
    from pipelines.judged.open_dataset import open_dataset, open_files

    if collection and queries and qrels and not datasets:
        return [(collection, open_files(queries, qrels))]
    if not datasets or collection or queries or qrels:
        raise BadInputError(
            "not what can be learned from",
            "COLLECTION --queries FILE --qrels FILE, or --datasets FOLDER:SPLIT,...",
            "see `search-app tune --help`",
        )
    found = []
    for part in (part.strip() for part in datasets.split(",") if part.strip()):
        folder, _, split = part.rpartition(":")
        entry = open_dataset(folder, split)
        found.append((ensure_collection(entry, None, settings), entry))
    return found


def _to_json(outcome: "TuneOutcome") -> dict[str, Any]:
    from search_app.ranking.profile_file import profile_object

    return {
        "profile": outcome.profile.name,
        "path": str(outcome.path),
        **profile_object(outcome.profile),
        "held_out": {
            result.name: {
                "queries": result.tuned.size,
                "tuned": round(float(result.tuned.mean()), 4),
                "plain_rrf": round(float(result.plain_rrf.mean()), 4),
                "best_lane": round(float(result.best_lane.mean()), 4),
                "lane": result.lane,
            }
            for result in outcome.held_out
        },
        "comparisons": [
            {
                "baseline": comparison.baseline,
                "difference": round(comparison.difference, 4),
                "interval": [round(bound, 4) for bound in comparison.interval],
                "p": comparison.corrected_p,
                "verdict": comparison.verdict,
            }
            for comparison in outcome.comparisons
        ],
    }


def _show(outcome: "TuneOutcome") -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(title="nDCG@10 on what was held out")
    for column in ("data set", "queries", "tuned", "plain RRF", "best lane"):
        table.add_column(column, justify="left" if column == "data set" else "right")
    for result in outcome.held_out:
        values = (result.tuned.mean(), result.plain_rrf.mean(), result.best_lane.mean())
        shown = [f"{value:.4f}" for value in values]
        shown[2] += f" ({result.lane})"
        table.add_row(result.name, str(result.tuned.size), *shown)
    console.print(table)
    for c in outcome.comparisons:
        low, high = c.interval
        console.print(
            f"against {c.baseline}: {c.difference:+.4f} ({low:+.4f} to {high:+.4f}), "
            f"p {c.corrected_p:.4f}: {c.verdict}"
        )
    name = outcome.profile.name
    console.print(f"{name}: {outcome.profile.summary}")
    typer.echo(f"written to {outcome.path}; use it with SEARCH_APP_PROFILE={name}", err=True)
