"""`search-app score`: measure any system's run file."""

import json
from pathlib import Path
from typing import Annotated

import typer


def score(
    run: Annotated[Path, typer.Argument(help="Run file, TREC or MS MARCO.")],
    qrels: Annotated[Path, typer.Argument(help="Judgements, TREC or BEIR.")],
    measures: Annotated[
        str, typer.Option(help="Measures by their ir_measures names, separated by commas.")
    ] = "nDCG@10,MRR@10,Recall@100,Recall@1000,MAP",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score a run file as trec_eval does, with bootstrap intervals; missing queries count 0."""
    from search_app.cli.listed import listed
    from search_app.evaluation.bootstrap import bootstrap_interval
    from search_app.evaluation.measures import check_measures, evaluate_run
    from search_app.evaluation.qrels import read_qrels
    from search_app.evaluation.run_file import check_same_queries, read_run

    names = listed(measures)
    check_measures(names)
    file, judged = read_run(run), read_qrels(qrels)
    check_measures(names, judged.qrels)
    check_same_queries(file, judged.qrels)
    values = evaluate_run(judged.qrels, file.run, names)
    rows = {name: (float(array.mean()), *bootstrap_interval(array)) for name, array in values.items()}
    problems = (*file.problems, *judged.problems)
    if as_json:
        found = {
            "run": file.name,
            "queries": len(judged.qrels),
            **{name: mean for name, (mean, _, _) in rows.items()},
            "interval": {name: [low, high] for name, (_, low, high) in rows.items()},
            "problems": list(problems),
        }
        typer.echo(json.dumps(found))
        return
    typer.echo(f"{file.name}, {len(judged.qrels):,} judged queries")
    width = max(14, *(len(name) + 2 for name in rows))
    for name, (mean, low, high) in rows.items():
        typer.echo(f"{name:<{width}}{mean:.4f}  ({low:.4f} to {high:.4f})")
    for sentence in problems:
        typer.echo(f"note: {sentence}", err=True)
