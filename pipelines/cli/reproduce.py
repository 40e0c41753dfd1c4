"""`search-app reproduce`: measure the published figures again."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.cli.training import reproduce_run
from search_app.errors import NotFoundError

if TYPE_CHECKING:
    from pipelines.evaluate.expectations import Expectation, Reproduced
    from search_app.engine.service import SearchService

NOT_REPRODUCED = 1
RECEIPT = "receipt.json"  # of a training run


def reproduce(
    data: Annotated[Path, typer.Argument(help="Folder that holds the BEIR folders, or of a training run.")],
    only: Annotated[str | None, typer.Option(help="Data sets to measure, separated by commas.")] = None,
    expected: Annotated[
        Path | None, typer.Option(help="Declared figures; by default those of this version.")
    ] = None,
    declare: Annotated[
        Path | None,
        typer.Option(help="Measure every system and write its figures here, to be declared (maintainers)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Evaluate every declared figure through the engine that serves, or train a run again and compare.

    Exit code 1 when a figure is outside its tolerance.
    """
    if (data / RECEIPT).is_file():
        reproduce_run(data)
        return
    from pipelines.evaluate.expectations import SHIPPED, every_system, read_expectations, write_expectations
    from search_app.cli.listed import listed
    from search_app.cli.service import open_service

    wanted = read_expectations(expected or SHIPPED)
    names = listed(only) if only else tuple(entry.dataset for entry in wanted)
    unknown = [name for name in names if name not in {entry.dataset for entry in wanted}]
    if unknown:
        known = ", ".join(entry.dataset for entry in wanted)
        raise NotFoundError(
            f"no declared figure for {', '.join(unknown)}", f"some of {known}", "correct --only"
        )
    missing = [name for name in names if not (data / name).is_dir()]
    if missing:
        raise NotFoundError(
            f"no folder {', '.join(missing)} in {data}",
            "a BEIR folder of each data set",
            "or choose with --only",
        )
    found: list[Reproduced] = []
    with open_service() as service:
        for entry in wanted:
            if entry.dataset in names:
                found += _measured(service, data, every_system(entry) if declare else entry)
    if declare:
        write_expectations(declare, [entry for entry in wanted if entry.dataset in names], found)
        typer.echo(f"{len(found)} figures written to {declare}", err=True)
        return
    if as_json:
        typer.echo(json.dumps({"figures": [_to_json(figure) for figure in found]}))
    else:
        for figure in found:
            typer.echo(
                f"{figure.dataset:<22}{figure.system:<16}{figure.found:.4f}  expected {figure.expected:.4f} "
                f"± {figure.tolerance:g}  {'ok' if figure.inside else 'OUTSIDE'}"
            )
    if not all(figure.inside for figure in found):
        raise typer.Exit(NOT_REPRODUCED)


def _measured(service: "SearchService", data: Path, entry: "Expectation") -> "list[Reproduced]":
    from pipelines.evaluate.ensure_collection import ensure_collection
    from pipelines.evaluate.expectations import MEASURE, Reproduced
    from pipelines.evaluate.job import EvaluationOptions, evaluate
    from pipelines.evaluate.systems import open_systems
    from pipelines.judged.open_dataset import open_dataset
    from search_app.collections import Catalog
    from search_app.evaluation.report import evaluations_folder
    from search_app.settings import read_settings

    settings = read_settings()
    typer.echo(f"{entry.dataset}: measuring", err=True)
    judged = open_dataset(str(data / entry.dataset), entry.split)
    collection = ensure_collection(judged, None, settings)
    report = evaluate(
        service,
        Catalog(settings.data_dir).current_generation(collection),
        collection,
        judged,
        open_systems(list(entry.figures), service),
        evaluations_folder(settings.data_dir) / f"reproduced-{entry.dataset}",
        EvaluationOptions((MEASURE,), latency_queries=0),
    )
    return [
        Reproduced(entry.dataset, system, figure, report.systems[system].measures[MEASURE], entry.tolerance)
        for system, figure in entry.figures.items()
    ]


def _to_json(figure: "Reproduced") -> dict[str, object]:
    return {
        "dataset": figure.dataset,
        "system": figure.system,
        "expected": figure.expected,
        "found": figure.found,
        "tolerance": figure.tolerance,
        "inside": figure.inside,
    }
