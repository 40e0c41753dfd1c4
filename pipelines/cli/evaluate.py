"""`search-app evaluate`: how well the engine that serves finds what was judged relevant."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from search_app.errors import BadInputError

if TYPE_CHECKING:
    from pipelines.judged.evaluation_set import EvaluationSet
    from search_app.evaluation.report import EvaluationReport


def evaluate(
    dataset: Annotated[
        str | None,
        typer.Argument(help="A BEIR folder, a folder of MS MARCO files, or irds:ID of ir_datasets."),
    ] = None,
    split: Annotated[str, typer.Option(help="Which judgements.")] = "test",
    collection: Annotated[
        str | None,
        typer.Option(
            "--collection", "-c", help="Collection to search; by default one named as the data set."
        ),
    ] = None,
    queries: Annotated[
        Path | None, typer.Option(help="Queries for an existing collection: id, tab, text; or JSON Lines.")
    ] = None,
    qrels: Annotated[Path | None, typer.Option(help="Judgements of those queries, TREC or BEIR.")] = None,
    systems: Annotated[
        str, typer.Option(help="Lanes, hybrid, hybrid+rerank and profiles by name, separated by commas.")
    ] = "bm25,dense,sparse,hybrid,hybrid+rerank",
    measures: Annotated[
        str, typer.Option(help="Measures by their ir_measures names, separated by commas.")
    ] = "nDCG@10,MRR@10,Recall@100,Recall@1000,MAP",
    depth: Annotated[int, typer.Option(help="Passages asked of each lane, 1 to 1000.")] = 1000,
    runs: Annotated[Path | None, typer.Option(help="Also write a TREC run file per system here.")] = None,
    name: Annotated[str | None, typer.Option(help="Name of the stored report.")] = None,
    latency_queries: Annotated[
        int, typer.Option(min=0, help="First queries to time one by one; 0 for none.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Ingest if needed, ask every judged query of every system, and report measures with intervals.

    The report and the run files are kept under evaluations/ in the data directory.
    """
    from pipelines.cli.evaluate_progress import EvaluateProgress
    from pipelines.evaluate.ensure_collection import collection_name, ensure_collection
    from pipelines.evaluate.job import EvaluationOptions
    from pipelines.evaluate.job import evaluate as run_job
    from pipelines.evaluate.page import write_page
    from pipelines.evaluate.systems import open_systems
    from search_app.cli.listed import listed
    from search_app.cli.service import open_service
    from search_app.collections import Catalog
    from search_app.evaluation.measures import check_measures
    from search_app.evaluation.report import evaluations_folder
    from search_app.settings import read_settings

    options = EvaluationOptions(listed(measures), depth, latency_queries, runs)
    settings = read_settings()
    entry = _opened(dataset, split, queries, qrels, collection)
    check_measures(options.measures, entry.judgements.qrels)
    with open_service() as service:
        chosen = open_systems(listed(systems), service)
        with EvaluateProgress(entry.name, quiet=as_json) as progress:
            target = ensure_collection(entry, collection, settings, progress.ingest())
            generation = Catalog(settings.data_dir).current_generation(target)
            folder = evaluations_folder(settings.data_dir) / collection_name(
                name or f"{entry.name}-{entry.split}".rstrip("-")
            )
            report = run_job(service, generation, target, entry, chosen, folder, options, progress.advance)
    write_page(folder, report)
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=True))
    else:
        _show(report, folder)


def _opened(
    dataset: str | None, split: str, queries: Path | None, qrels: Path | None, collection: str | None
) -> "EvaluationSet":
    from pipelines.judged.open_dataset import open_dataset, open_files

    if dataset is not None and queries is None and qrels is None:
        return open_dataset(dataset, split)
    if dataset is None and queries and qrels and collection:
        return open_files(queries, qrels)
    raise BadInputError(
        "not what can be evaluated",
        "a data set; or --queries and --qrels with --collection",
        "see `search-app evaluate --help`",
    )


def _show(report: "EvaluationReport", folder: Path) -> None:
    from rich.console import Console

    from pipelines.cli.evaluate_text import print_report

    print_report(Console(highlight=False), report)
    typer.echo(f"report, page and run files: {folder}", err=True)
