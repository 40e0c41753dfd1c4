"""`search-app ingest`: bring a collection up to date with a source."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipelines.ingest import IngestOptions, IngestOutcome
    from search_app.settings import Settings

REJECTS_EXIT_CODE = 5


def ingest(
    source: Annotated[
        str,
        typer.Argument(
            help="The word python-docs, a BEIR folder, a JSONL, CSV or TSV file, or a text folder."
        ),
    ],
    collection: Annotated[
        str, typer.Option("--collection", "-c", help="Collection to write; created when there is none.")
    ],
    reader: Annotated[
        str | None, typer.Option(help="Reader to use: python-docs, beir, jsonl, csv, text.")
    ] = None,
    packages: Annotated[
        str | None,
        typer.Option(help="With python-docs: installed packages to add, separated by commas."),
    ] = None,
    recreate: Annotated[
        bool, typer.Option("--recreate", help="Build the collection anew; needed after a change of model.")
    ] = False,
    prune: Annotated[
        bool, typer.Option("--prune", help="Delete documents that the source no longer has.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first reject.")] = False,
    max_rejects: Annotated[
        int | None, typer.Option(min=0, help="Stop when there are more rejects than this.")
    ] = None,
    passage_tokens: Annotated[int, typer.Option(help="Token budget of a passage.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object at the end.")] = False,
) -> None:
    """Read a source, encode what is new, publish the collection.

    Run it again at any time: unchanged documents cost nothing, and a job that was killed goes on where it
    stopped. Exit code 5 when something was refused; the good documents beside it are in.
    """
    from pipelines.ingest import IngestOptions
    from search_app.settings import read_settings

    options = IngestOptions(recreate, prune, strict, max_rejects, passage_tokens, passage_tokens * 3 // 20)
    names = [name.strip() for name in (packages or "").split(",") if name.strip()]
    outcome = _run(read_settings(), source, collection, reader, names, options)
    _summarise(outcome)
    if as_json:
        typer.echo(json.dumps(outcome.to_json(), ensure_ascii=True))
    if outcome.rejects:
        raise typer.Exit(REJECTS_EXIT_CODE)


def _run(
    settings: "Settings",
    source: str,
    collection: str,
    reader: str | None,
    packages: list[str],
    options: "IngestOptions",
) -> "IngestOutcome":
    from pipelines.ingest import ingest as run_job
    from pipelines.ingest.choose_backend import choose_backend
    from pipelines.ingest.load_models import load_encoding_models
    from pipelines.readers import open_source
    from search_app.cli.ingest_progress import ProgressBar
    from search_app.collections.names import check_name

    check_name(collection)
    opened = open_source(source, reader, packages)
    models = load_encoding_models(settings.dense_bundle, settings.sparse_bundle, settings.threads)
    key = settings.qdrant_api_key
    with ProgressBar(collection) as progress:
        return run_job(
            opened,
            collection,
            data_dir=settings.data_dir,
            models=models,
            backend=choose_backend(settings.qdrant_url, key.get_secret_value() if key else None),
            options=options,
            progress=progress,
        )


def _summarise(outcome: "IngestOutcome") -> None:
    """Say in one or two lines of standard error what was done."""
    state = (
        f"{outcome.encoded:,} passages encoded at {outcome.passages_per_second:.0f}/s, "
        f"{outcome.skipped:,} documents unchanged, {outcome.deleted:,} deleted"
    )
    total = f"{outcome.documents:,} documents, {outcome.passages:,} passages"
    verb = "published" if outcome.published else "nothing to do"
    typer.echo(f"{outcome.collection}: {verb}; {total}; {state}; {outcome.seconds['total']:.1f} s", err=True)
    if outcome.rejects:
        typer.secho(f"{outcome.rejects:,} rejects, listed in {outcome.rejects_file}", err=True, fg="yellow")
